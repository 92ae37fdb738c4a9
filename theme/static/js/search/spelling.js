// SPDX-License-Identifier: AGPL-3.0-or-later
// What may have been meant by a query that nothing answers.
import { inVolume, PARTLY } from "./find.js";
import { parse, SYLLABLE } from "./parse.js";
import { alone, fold, pair, tokens } from "./syllables.js";

const OFFERS = 4, WITH_W = { uo: "ươ", oa: "oă", a: "ă", o: "ơ", u: "ư", "": "ư" };

// The syllable that was meant by keys of Telex or VNI, the input method being off; null for others.
export function typed(word) {
  const keys = word.toLowerCase();
  // The figures of VNI tell what letters tell in Telex.
  const telex = keys.replace(/[1-57-9]/g, (key) => "sfrxj wwd"[key - 1]).replace(/^d(.*)d/, "đ$1").replace(/([aeo])(.*)6/, "$1$1$2");
  const [, start, end] = /^(đ|qu|gi(?=[aeiouyw])|[gbcdhklmnprstvx]*)([aeiouyw][a-z]*)$/.exec(telex) || [];
  if (!end) return null;
  let tone = "";
  let rime = end.replace(/[sfrxj]/, (key) => {
    tone = "\u0301\u0300\u0309\u0303\u0323"["sfrxj".indexOf(key)];
    return "";
  }).replace(/([aeo])(.*)\1/, "$1\u0302$2").normalize("NFC");
  if (rime.includes("w")) rime = rime.replace("w", "").replace(/uo|oa|[oua]|^/, (vowels) => WITH_W[vowels]).replace("w", "");
  if (!SYLLABLE.test(fold(start + rime)) || start + rime === keys) return null;
  // The tone stands on the last vowel with a shape, else on the last one before an end, else
  // on the last but one.
  return start + rime.replace(/^(?:.*[ăâêôơư]|[aeiouy]+?(?=[cnghmpt]|[aeiouy]?$))/, `$&${tone}`).normalize("NFC");
}

// A whole query as it would read with the input method on; null where no word tells of keys.
export function retyped(text) {
  const words = text.split(" ").map((word) => {
    const keys = word.toLowerCase();
    return ((/aa|ee|oo/.test(keys) || !SYLLABLE.test(keys)) && typed(keys)) || word;
  }).join(" ");
  return words === text ? null : words;
}

// Two by two: either is taken for the other.
const SLIPS = "^s ^x ^ch ^tr ^d ^gi ^d ^r ^d ^v ^g ^r ^l ^n ^k ^c ^c ^qu ^ng ^nh ^ng ^ngh n$ ng$ n$ nh$ g$ ng$ c$ t$ t$ ch$ m$ n$ i y o u".split(" ");

// Syllables that one slip of the ear or of a finger makes of another.
export function near(syllable) {
  const found = new Set(SLIPS.map((slip, at) => syllable.replace(new RegExp(slip), SLIPS[at ^ 1].replace(/\W/, ""))));
  for (let at = 0; at < syllable.length; at += 1) {
    const before = syllable.slice(0, at), next = syllable.slice(at + 1);
    found.add(before + next).add(before + next.slice(0, 1) + syllable[at] + next.slice(1));
  }
  return [...found].filter((word) => word !== syllable && SYLLABLE.test(word));
}

const size = ({ blocks }) => blocks.reduce((sum, { count }) => sum + count, 0);

// Queries that do lead somewhere: what was `meant` by keys of an input method, else near
// spellings; and parts of the query, as it was meant, of one word unless `some` were found.
export async function offers(archive, { all, meant }, some) {
  // The largest volumes: 1,500 articles are enough to know what words there are.
  let left = 1500;
  const { volumes } = await archive.contents(), words = meant ? tokens(meant) : all;
  const largest = [...volumes].sort((one, two) => size(two) - size(one)).filter((volume) => {
    left -= size(volume);
    return left + size(volume) > 0;
  });
  // How many articles have each two neighbours, or one that is alone.
  const times = (some, inside) => {
    const keys = some[1] ? some.slice(1).map((token, at) => pair(some[at], token)) : some.map(alone);
    return Promise.all(keys.map(async (key) => (await Promise.all(inside.map((volume) => archive.find(volume, key)))).flat().length));
  };
  // Two that stand side by side somewhere need not do so in one article with the rest.
  const leading = async (queries, loose) => {
    const found = await Promise.all(queries.map(async (words) => (await Promise.all(largest.map((volume) => inVolume(archive, volume, parse(words, []), [], loose)))).flat()));
    return queries.filter((_, at) => found[at].some(({ level }) => level > PARTLY));
  };
  const whole = meant ? await leading([meant], true) : [];
  if (whole[0]) return [whole, []];
  const spelt = words.map(fold), known = await times(words, largest), shorter = [];
  // A syllable that stands beside neither neighbour is to be doubted, one that is none first.
  const lonely = [...spelt.keys()].filter((at) => !known[at] && !known[at - 1]), wrong = lonely.filter((at) => !SYLLABLE.test(spelt[at]));
  // Spellings that stand beside both neighbours, the usual ones first.
  const spellings = async (inside) => {
    const found = new Map();
    await Promise.all((wrong[0] >= 0 ? wrong : lonely).slice(0, 2).flatMap((at) => near(spelt[at]).map(async (other) => {
      let count = Infinity;
      for (const some of [[spelt[at - 1], other], [other, spelt[at + 1]]]) if (count) count = Math.min(count, ...(await times(some.filter(Boolean), inside)));
      if (count) found.set([...spelt.slice(0, at), other, ...spelt.slice(at + 1)].join(" "), count);
    })));
    // Two words may have one key by chance: what stands in one article where another stands in
    // many is hardly meant.
    return leading([...found].sort((one, two) => two[1] - one[1]).slice(0, OFFERS).filter(([, count], _, [[, most]]) => count * 8 >= most).map(([other]) => other));
  };
  // The newest volume is at hand; in the others each that is doubted costs a dozen files.
  let likely = meant ? [] : await spellings(volumes.slice(0, 1));
  if (!meant && !likely[0]) likely = await spellings(largest);
  for (let length = Math.min(words.length - 1, 8); length > 0 && (length > 1 || !(some || shorter[0])); length -= 1) {
    const parts = [...words.keys()].slice(length - 1).map((end) => words.slice(end - length + 1, end + 1).join(" "));
    shorter.push(...await leading(parts.filter((part, at) => known.slice(at, at + length - 1).every(Boolean) && !shorter.some((longer) => longer.includes(part)))));
  }
  return [likely, shorter.slice(0, OFFERS)];
}
