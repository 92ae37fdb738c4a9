// SPDX-License-Identifier: AGPL-3.0-or-later
// What a reader typed, understood as runs of syllables. Whatever it is, it is words.
import { clean, exact, fold, tokens } from "./syllables.js";

// What is looked at of a query; the reader is told of the rest.
const MOST_SYLLABLES = 24, MOST_LETTERS = 2000;
const MOST_WAYS = 6;
// What is no Vietnamese syllable ("covid", "2025", "ubnd") tells enough by itself; others
// must stand beside a neighbour of the query.
export const SYLLABLE = /^(?:ngh?|g[hi]?|[cknpt]h|tr|qu|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ch|n[gh]?|[cmpt])?$/;
const stands = (token) => !SYLLABLE.test(fold(token)) && /[0-9a-zα-ωа-я]/.test(fold(token));
// Dates: 23/02/2017, 23-2-2017, ngày 23/2, ngày 23 tháng 2 năm 2017, tháng 2/2017.
const DATE = /(?:(?:ng[àa]y )?(\d\d?)(?: ?[./-] ?| th[áa]ng )|th[áa]ng )(\d\d?)(?:(?: ?[./-] ?| n[ăa]m )(\d{4}))?(?![\w/]|[.,-]\w)/i;
// Quoted runs, dates, words.
const PIECE = new RegExp(`(-?)["“”„«»]([^"“”„«»]*)["“”„«»]?|(?:${DATE.source}|[^\\s"“”„«»]+)`, "gi");
// Figures with signs between, as in 16.143, 9,12%, 23/02/2017, 30/2020/NĐ-CP.
const NUMBER = /\d[.,/:–-]+\S|\S[.,/:–-]+\d/;

// In one line, without what shows nothing.
export const plain = (text) => clean(text.slice(0, MOST_LETTERS)).replace(/[\s\0-\x1f\x7f-\x9f]+/g, " ").trim();

// A way to write a run: its syllables, each with whether it must stand right behind the one
// before.
const way = (syllables, tied) => syllables.map((token, at) => [token, tied && at > 0]);
const textOf = (some, read = String) => some.map(([token]) => read(token)).join(" ");

// A word as it is; a date as what was published then, with and without noughts; an
// abbreviation in full.
function waysOf(word, abbreviations) {
  const ways = [way(tokens(word), NUMBER.test(word))];
  const [date, day, month, year] = DATE.exec(word) || [];
  if (date === word && month > 0 && month < 13 && (year || /^n/i.test(word))) {
    const pad = (part, size) => part && `${Number(part)}`.padStart(size, "0");
    ways.push(way([`ngay ${[year, pad(month, 2), pad(day, 2)].filter(Boolean).join("-")}`]));
    // "5/3", "05/03", and "05/3" as decrees have it.
    for (const [one, two] of [[1, 1], [2, 2], [2, 1]]) ways.push(way([pad(day, one), pad(month, two), year].filter(Boolean), true));
  }
  const known = abbreviations.get(textOf(ways[0], fold));
  if (known) ways.push(way(tokens(known[1]), true));
  return [...new Map(ways.map((each) => [textOf(each), each])).values()].filter(([first]) => first);
}

// A run with the abbreviation of what it tells in full, if there is one.
function shorten(whole, abbreviations) {
  const text = ` ${textOf(whole, fold)} `;
  for (const [letters, full] of abbreviations.values()) {
    const long = way(tokens(full));
    const place = text.indexOf(` ${textOf(long, fold)} `);
    if (place < 0) continue;
    const at = text.slice(0, place).split(" ").length - 1;
    return [[...whole.slice(0, at), ...way(tokens(letters), true), ...whole.slice(at + long.length)]];
  }
  return [];
}

function waysOfRun(typed, quoted, abbreviations) {
  if (quoted) return [way(tokens(typed[0]), true)];
  let ways = [[]];
  for (const word of typed) {
    const next = waysOf(word, abbreviations);
    if (next.length) ways = ways.flatMap((first) => next.map((last) => [...first, ...last]));
    ways.splice(MOST_WAYS);
  }
  return ways.length < MOST_WAYS ? [...ways, ...shorten(ways[0], abbreviations)] : ways;
}

// `abbreviations` are pairs: what is short, and what it stands for.
export function parse(typed, pairs) {
  const abbreviations = new Map(pairs.map((each) => [textOf(way(tokens(each[0])), fold), each]));
  const text = plain(typed), runs = [];
  let open = [], left = MOST_SYLLABLES, cut = typed.length > MOST_LETTERS;
  const add = (some, quoted, minus) => {
    let told = waysOfRun(some, quoted, abbreviations);
    if (told[0].length > left) {
      cut = true;
      told = [told[0].slice(0, left)];
    }
    left -= told[0].length;
    const ways = told.map((each) => {
      const syllables = each.map(([token]) => token), tied = each.map(([, is]) => is);
      return {
        syllables, tied,
        free: syllables.map((token, at) => syllables.length === 1 || (stands(token) && !tied[at] && !tied[at + 1])),
        // Whether three stand in a row, the index cannot tell: only the article's page can.
        proof: tied.some((is, at) => is && tied[at + 1]),
      };
    });
    if (told[0][0]) runs.push({ ways, quoted, minus });
  };
  const close = () => {
    add(open, false, false);
    open = [];
  };
  for (const { 0: word, 1: sign, 2: inside, index } of text.matchAll(PIECE)) {
    // A minus stands before a word: "covid -19" and "2019 -2024" have none.
    const minus = inside === undefined ? /^[-−]/.test(word) && (!index || !/^.\d/.test(word)) && tokens(word).length > 0 : sign === "-";
    if (inside === undefined && !minus) {
      open.push(word);
      continue;
    }
    close();
    add([inside === undefined ? word.slice(1) : inside], true, minus);
  }
  close();
  const wanted = runs.filter(({ minus }) => !minus);
  const all = wanted.flatMap(({ ways }) => ways[0].syllables);
  return {
    text, runs, wanted, all, cut,
    marked: all.some((syllable) => exact(syllable) !== fold(syllable)),
    // Whether there are words that may stand apart.
    parts: wanted.some(({ quoted, ways }) => !quoted && ways.some(({ free }) => free.includes(false))),
  };
}
