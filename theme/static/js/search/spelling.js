// SPDX-License-Identifier: AGPL-3.0-or-later
// What may have been meant by a query that nothing answers.
import { inVolume } from "./find.js";
import { parse, SYLLABLE } from "./parse.js";
import { alone, fold, pair } from "./syllables.js";

const OFFERS = 4;
const TONE_KEYS = "sfrxj", TONES_TYPED = "\u0301\u0300\u0309\u0303\u0323";
const SHAPES = { aa: "â", ee: "ê", oo: "ô", uo: "ươ", oa: "oă", ua: "ưa", o: "ơ", u: "ư", a: "ă" };

// The syllable that was meant by keys of Telex or VNI, the input method being off; null for others.
export function typed(word) {
  const keys = word.toLowerCase();
  // The figures of VNI tell what letters tell in Telex.
  const telex = keys.replace(/[1-5]/, (key) => TONE_KEYS[key - 1]).replace(/^d(.*)9/, "dd$1").replace(/([aeo])([a-z]*)6/, "$1$1$2").replace(/[78]/g, "w");
  const found = /^(d?)(qu|gi(?=[aeiouyw])|[bcdghklmnpqrstvx]*)([aeiouyw][a-z]*)$/.exec(telex);
  if (!found) return null;
  let start = (found[1] + found[2]).replace(/^dd/, "đ"), rime = found[3], tone = "";
  const out = (pattern, act) => {
    const before = rime;
    rime = rime.replace(pattern, act);
    return rime !== before;
  };
  out(/[sfrxj]/, (key) => {
    tone = TONES_TYPED[TONE_KEYS.indexOf(key)];
    return "";
  });
  if (start === "d" && out(/d$/, "")) start = "đ";
  out(/([aeo])([a-z]*)\1/, (_, vowel, between) => SHAPES[vowel + vowel] + between);
  if (out("w", "") && !out(/uo|oa|ua(?!.)|o|u|a/, (vowels) => SHAPES[vowels])) rime = `ư${rime}`;
  rime = rime.replace("w", "");
  if (!SYLLABLE.test(fold(start + rime)) || start + rime === keys) return null;
  // The tone stands on the vowel with a shape, else on the last one before an end, else on
  // the last but one.
  const [, vowels, end] = /^(.*?)([cnghmpt]*)$/.exec(rime);
  const shaped = vowels.search(/[ăâêôơư](?!.*[ăâêôơư])/);
  const at = shaped < 0 ? Math.max(0, vowels.length - (end ? 1 : 2)) : shaped;
  return (start + vowels.slice(0, at + 1) + tone + vowels.slice(at + 1) + end).normalize("NFC");
}

// A whole query as it would read with the input method on; null where no word tells of keys.
export function retyped(text) {
  const words = text.split(" ").map((word) => {
    const keys = word.toLowerCase();
    return ((/aa|ee|oo/.test(keys) || !SYLLABLE.test(keys)) && typed(keys)) || word;
  }).join(" ");
  return words === text ? null : words;
}

// Syllables that one slip of the ear or of a finger makes of another.
export function near(syllable) {
  const found = new Set();
  // Two by two: either is taken for the other.
  const swap = (pairs, start, end) => {
    const all = pairs.split(" ");
    for (const at in all) found.add(syllable.replace(new RegExp(start + all[at] + end), all[at ^ 1]));
  };
  swap("s x ch tr d gi d r d v g r l n k c c qu ng nh ng ngh", "^", "");
  swap("n ng n nh c t t ch m n", "", "$");
  swap("i y o u", "", "");
  for (let at = 0; at < syllable.length; at += 1) {
    const before = syllable.slice(0, at), next = syllable.slice(at + 1);
    found.add(before + next).add(before + next.slice(0, 1) + syllable[at] + next.slice(1));
  }
  return [...found].filter((word) => word !== syllable && SYLLABLE.test(word)).slice(0, 24);
}

// Of each two neighbours (of one syllable: of itself) the articles of the volumes that hold them.
function neighbours(archive, volumes, syllables) {
  const keys = syllables.slice(1).map((token, at) => pair(syllables[at], token));
  return Promise.all((keys[0] ? keys : syllables.map(alone)).map(async (key) => {
    const lists = await Promise.all(volumes.map((volume) => archive.find(volume, key)));
    return lists.flatMap((blocks, v) => blocks.flatMap((block, b) => block.map(([number]) => `${v} ${b} ${number}`)));
  }));
}

// Queries that do lead somewhere: near spellings, and parts that stand in one article; single
// words unless `some` articles were found.
export async function offers(archive, query, some) {
  // The largest volumes: 3,000 articles are enough to know what words there are.
  let left = 3000;
  const volumes = [...(await archive.contents()).volumes].sort((one, two) => size(two) - size(one)).filter((volume) => {
    left -= size(volume);
    return left + size(volume) > 0;
  });
  const found = new Map(), shorter = [], whole = query.all.map(fold);
  let first = 0;
  for (const { ways: [{ syllables }] } of query.wanted) {
    const spelt = syllables.map(fold);
    const articles = await neighbours(archive, volumes, syllables), known = articles.map(({ length }) => length);
    // A syllable that stands beside neither neighbour is to be doubted, one that is none first.
    const lonely = spelt.map((_, at) => !known[at] && !known[at - 1]);
    const wrong = lonely.map((is, at) => is && !SYLLABLE.test(spelt[at]));
    const doubtful = wrong.includes(true) ? wrong : lonely;
    for (let at = 0; at < spelt.length; at += 1) {
      if (!doubtful[at]) continue;
      await Promise.all(near(spelt[at]).map(async (other) => {
        const around = [...spelt.slice(Math.max(0, at - 1), at), other, ...spelt.slice(at + 1, at + 2)];
        const times = Math.min(...(await neighbours(archive, volumes, around)).map(({ length }) => length));
        if (times) found.set([...whole.slice(0, first + at), other, ...whole.slice(first + at + 1)].join(" "), times);
      }));
    }
    // How many pairs in a row, up to each of them, stand in one article.
    let before = new Map();
    const rows = articles.map((some) => {
      before = new Map(some.map((id) => [id, (before.get(id) || 0) + 1]));
      return Math.max(0, ...before.values());
    });
    if (spelt[1]) rows.forEach((count, at) => {
      if (count && !(rows[at + 1] > count) && count + 1 < whole.length) shorter.push(syllables.slice(at + 1 - count, at + 2));
    });
    first += syllables.length;
  }
  // Where nothing has even half of them, one alone may lead on.
  if (!some && !shorter[0] && whole[1]) for (const token of new Set(query.all)) {
    if ((await neighbours(archive, volumes, [token]))[0][0]) shorter.push([token]);
  }
  // Two words may have one key by chance: what stands in one article where another stands in
  // many is hardly meant.
  const likely = [...found].sort((one, two) => two[1] - one[1]).slice(0, OFFERS);
  // Two that stand side by side somewhere need not do so in one article with the rest.
  const meant = [];
  for (const [words, times] of likely) {
    const lists = await Promise.all(volumes.map((volume) => inVolume(archive, volume, parse(words, []), {})));
    if (lists.flat()[0] && times * 8 >= likely[0][1]) meant.push(words);
  }
  return [meant, shorter.sort((one, two) => two.length - one.length).slice(0, OFFERS).map((words) => words.join(" "))];
}
const size = ({ blocks }) => blocks.reduce((sum, { count }) => sum + count, 0);
