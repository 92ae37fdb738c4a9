// SPDX-License-Identifier: AGPL-3.0-or-later
// What a reader typed, understood as runs of syllables. Whatever it is, it is words.
import { clean, exact, fold, isNamed, tokens } from "./syllables.js";

// What is looked at of a query; the reader is told of the rest.
const MOST_SYLLABLES = 24, MOST_LETTERS = 2000, MOST_WAYS = 8;
// What is no Vietnamese syllable ("covid", "2025", "ubnd") tells enough by itself; others
// must stand beside a neighbour of the query.
export const SYLLABLE = /^(?:ngh?|g[hi]?|[cknpt]h|tr|qu|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ch|n[gh]?|[cmpt])?$/;
const stands = (token) => !SYLLABLE.test(fold(token)) && fold(token) < "\u0e00";
// Dates: 23/02/2017, 23-2-2017, ngày 23/2, ngày 23 tháng 2 năm 2017, tháng 2/2017, 2/2017.
const DATE = /(?:(ng.y|th.ng) )?(\d\d?)(?:( ?[./-] ?| th.ng )(\d\d?))?(?:(?: ?[./-] ?|,? n.m )(\d{4})(?![\w/])|(?![\w/]|[.,-]\w))/, DATES = new RegExp(DATE.source, "gi");
// A telephone's number, in groups or not: 0270.3823.456, +84 912 345 678, 1900 1234.
const PHONE = /(?:\(?\+84\)?[ .-]?(?:\(?0\)?)?|\(?0(?!\d[.-]\d\d?[.-]\d{4})|1(?=[89]00))(?:[ .()-]{0,2}\d){7,10}(?!\d)/, PHONES = new RegExp(PHONE.source, "g");
// A time: 7h30, 7 giờ 30, 7g30, 07:30, 7h.
const TIME = /(\d\d?)(?:(?: ?gi[ờo] ?| ?[hg] ?|:)(\d\d)(?: ?ph(?:[úu]t)?| ?p)?| ?gi[ờo]| ?h)(?!\S)/i;
// Quoted runs, telephones, times, dates, words.
const PIECE = new RegExp(`(-?)["“”„«»]([^"“”„«»]*)["“”„«»]?|(?:${PHONE.source}|${TIME.source}|${DATE.source}|[^\\s"“”„«»]+)`, "gi");
// What is written otherwise, too: 16.143, 16143, 5000m2, covid19.
const OTHERWISE = [
  [/^(\d{1,3})[.,](\d{3})[.,]?(\d{3})?(\D*|[ckd]?m[23])$/i, "$1$2$3 $4"],
  [/^(?!(?:1[89]|20)..$)([1-9]\d{0,2}?)(\d{3})(\d{3})?(\D*|[ckd]?m[23])$/i, "$1 $2 $3 $4"],
  [/^([a-z]+)(\d+)$/i, "$1 $2"],
];

// In one line, without what shows nothing.
export const plain = (text) => clean(text.slice(0, MOST_LETTERS)).replace(/[\s\0-\x1f\x7f-\x9f]+/g, " ").trim();

const twoOf = (figures) => figures.padStart(2, 0);

// The dates of a text, each with where it stands, and as a word of the index.
const datesIn = (text) => [...text.matchAll(DATES)].flatMap(({ 0: { length }, 1: lead = "", 2: one, 3: sign = "", 4: two, 5: year, index }) => {
  const month = two || one, name = `ngay ${[year, month, two && one].filter(Boolean).map(twoOf).join("-")}`;
  return month > 0 && month < 13 && (year || (two && /^ng| t/i.test(lead + sign))) ? { index, length, name } : [];
});

// Its telephones likewise.
const phonesIn = (text) => [...text.matchAll(PHONES)].flatMap(({ 0: number, index }) => {
  const figures = number.replace(/\D/g, "").replace(/^840?/, "0");
  return /^(0\d{9,10}|1\d{7,9})$/.test(figures) ? { index, length: number.length, name: `dien ${figures}` } : [];
});

export const namedIn = (text) => [...datesIn(text), ...phonesIn(text)];

// A way to write a run: its syllables, each with whether it must stand right behind the one
// before.
const way = (syllables, tied) => syllables.map((token, at) => [token, tied && at > 0]);
const textOf = (some, read) => `\n${some.map(([token]) => read(token)).join("\n")}\n`;
// The first of them, each once.
const firstOf = (ways) => {
  const texts = ways.map((each) => textOf(each, fold));
  return ways.filter((_, at) => texts.indexOf(texts[at]) === at).slice(0, MOST_WAYS);
};

// A word as it is; a date as what was published then or tells of it; numbers with points and
// without, days and hours with noughts and without, times in words and signs.
function waysOf(word) {
  const [date] = datesIn(word), phones = phonesIn(word).map(({ name }) => [[name]]), others = [];
  const { 0: time, 1: hour, 2: minutes } = TIME.exec(word) || {};
  if (time === word) {
    const forms = minutes ? [` giờ ${minutes}`, ` h${minutes}`, ` ${minutes}`, ` g${minutes}`] : [" giờ", " h", " h00"];
    if (+minutes === 0) forms.splice(1, 0, " giờ", " h");
    for (const form of forms) others.push(+hour + form, twoOf(hour) + form);
  }
  const [, day, month] = /^0?(\d\d?)[/-]0?(\d\d?)$/.exec(word) || [];
  if (day) for (const one of [day, twoOf(day)]) others.push(`${one} ${month}`, `${one} ${twoOf(month)}`);
  for (const [pattern, other] of OTHERWISE) if (pattern.test(word)) others.push(word.replace(pattern, other));
  // What is a number, time or telephone as a whole stands as it is.
  const ways = [way(tokens(time === word ? word.replace(/ ?p\D*$/i, "") : word), /\d/.test(word) && (time === word || phones[0] || !word.includes(" "))), ...others.map((other) => way(tokens(other), true))];
  // A month may be the number of a document: 11/2026.
  return date && date.length === word.length ? [[[date.name]], ...(/^\d+\D\d+$/.test(word) ? ways : [])] : [...ways, ...phones];
}

// A run with some of its words in other words; a nought is any figures, which stay: "0 đ".
function swap(whole, words, others) {
  const kept = words[0] === "0" ? 1 : 0, text = textOf(whole, (token) => (kept ? fold(token).replace(/^\d+$/, 0) : fold(token)));
  const place = text.indexOf(`\n${words.map(fold).join("\n")}\n`), at = text.slice(0, place + 1).split("\n").length - 2 + kept, end = at - kept + words.length;
  return place < 0 || (!kept && whole[at][1]) || (whole[end] || [])[1] ? [] : [[...whole.slice(0, at), ...others.slice(kept).map((token, n) => [token, kept || n > 0]), ...whole.slice(end)]];
}

function waysOfRun(typed, quoted, abbreviations) {
  if (quoted) return [way(tokens(typed[0]), true)];
  let ways = [[]];
  for (const word of typed) ways = firstOf(ways.flatMap((first) => waysOf(word).map((last) => [...first, ...last])));
  const named = [...textOf(ways[0], fold).matchAll(/\n([a-z]+)(?=\n(\d+)\n)/g)].filter(([, name]) => stands(name));
  // Twice: it may stand in two places.
  for (const [one, two] of [...abbreviations, ...abbreviations, ...named.map(([, name, figures]) => [`${name} ${figures}`, name + figures])]) {
    const others = ways.flatMap((each) => [...swap(each, tokens(one), tokens(two)), ...swap(each, tokens(two), tokens(one))]);
    ways = firstOf([...ways, ...others]);
  }
  return ways;
}

// `abbreviations` are pairs: what is short, and what it stands for.
export function parse(typed, abbreviations) {
  const text = plain(typed), runs = [];
  let open = [], left = MOST_SYLLABLES, cut = typed.length > MOST_LETTERS;
  const add = (some, quoted, minus) => {
    // One more than is looked at tells that there are more.
    let told = waysOfRun(some.slice(0, left + 1), quoted, abbreviations);
    if (told[0].length > left) {
      cut = true;
      told = [told[0].slice(0, left)];
    }
    left -= told[0].length;
    const ways = told.map((each) => {
      const syllables = each.map(([token]) => token), tied = each.map(([, is]) => is), single = tied.map((is, at) => !is && !tied[at + 1]);
      return {
        syllables, tied, single,
        free: syllables.map((token, at) => syllables.length === 1 || (single[at] && stands(token))),
        // Whether three stand in a row, the index cannot tell: only the article's page can.
        proof: tied.some((is, at) => is && tied[at + 1]),
      };
    });
    if (told[0][0]) runs.push({ ways, quoted, minus });
  };
  const close = () => {
    if (open[0]) add(open, false, false);
    open = [];
  };
  for (const { 0: word, 1: sign, 2: inside, index } of text.matchAll(PIECE)) {
    // A minus stands before a word: "covid -19" and "2019 -2024" have none.
    const minus = inside === undefined ? /^[-−]/.test(word) && !(index ? /^.\d/.test(word) : /^.[\d.,]+%?$/.test(text)) && !!tokens(word)[0] : sign === "-";
    if (inside === undefined && !minus) {
      if (tokens(word)[0]) open.push(word);
      continue;
    }
    close();
    add([inside === undefined ? word.slice(1) : inside], true, minus);
  }
  close();
  const wanted = runs.filter(({ minus }) => !minus), all = wanted.flatMap(({ ways }) => ways[0].syllables).filter((token) => !isNamed(token));
  return {
    runs, wanted, all, cut,
    marked: all.some((syllable) => exact(syllable) !== fold(syllable)),
    // Whether there are words that may stand apart.
    parts: wanted.some(({ quoted, ways }) => !quoted && ways.some(({ free, single }) => single.some((is, at) => is && !free[at]))),
  };
}
