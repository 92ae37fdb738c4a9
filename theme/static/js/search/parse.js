// SPDX-License-Identifier: AGPL-3.0-or-later
// What a reader typed, understood as runs of syllables. Whatever it is, it is words.
import { clean, exact, fold, tokens } from "./syllables.js";

// What is looked at of a query; the reader is told of the rest.
const MOST_SYLLABLES = 24, MOST_LETTERS = 2000;
const MOST_WAYS = 4;
const PIECE = /(-?)["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+)/g;
// Figures with signs between, as in 16.143, 9,12%, 23/02/2017, 30/2020/NĐ-CP.
const NUMBER = /\d[.,/:–-]+\S|\S[.,/:–-]+\d/;
const DATE = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})\D*$/;

// In one line, without what shows nothing.
export const plain = (text) => clean(text.slice(0, MOST_LETTERS)).replace(/[\s\0-\x1f\x7f-\x9f]+/g, " ").trim();

// A way to write a run: its syllables, and of each whether it must stand right behind the
// one before.
const way = (syllables, tied) => ({ syllables, tied: syllables.map((_, at) => tied && at > 0) });
const join = (first, last) => ({
  syllables: [...first.syllables, ...last.syllables],
  tied: [...first.tied, ...last.tied],
});

// A word as it is, a date with and without noughts, an abbreviation in full.
function waysOf(word, abbreviations) {
  const ways = [way(tokens(word), NUMBER.test(word))];
  const [, day, , month, year] = DATE.exec(word) || [];
  if (year) {
    for (const size of [1, 2]) {
      const parts = [day, month].map((part) => String(Number(part)).padStart(size, "0"));
      ways.push(way([...parts, year], true));
    }
  }
  const known = abbreviations.get(ways[0].syllables.map(fold).join(" "));
  if (known) ways.push(way(tokens(known[1]), true));
  const spelt = ways.map(({ syllables }) => syllables.join(" "));
  return ways.filter((_, at) => spelt[at] && spelt.indexOf(spelt[at]) === at);
}

// A run with the abbreviation of what it tells in full, if there is one.
function shorten({ syllables, tied }, abbreviations) {
  const text = ` ${syllables.map(fold).join(" ")} `;
  for (const [letters, full] of abbreviations.values()) {
    const words = tokens(full);
    const place = text.indexOf(` ${words.map(fold).join(" ")} `);
    if (place < 0) continue;
    const at = text.slice(0, place).split(" ").length - 1;
    const short = way(tokens(letters), true);
    const put = (list, own) => [...list.slice(0, at), ...own, ...list.slice(at + words.length)];
    return [{ syllables: put(syllables, short.syllables), tied: put(tied, short.tied) }];
  }
  return [];
}

function runOf(words, quoted, minus, abbreviations) {
  let ways = [way([], false)];
  for (const word of words) {
    const next = waysOf(word, abbreviations);
    if (next.length) ways = ways.flatMap((first) => next.map((last) => join(first, last)));
    ways.splice(MOST_WAYS);
  }
  if (quoted) ways = [way(ways[0].syllables, true)];
  else if (ways.length < MOST_WAYS) ways.push(...shorten(ways[0], abbreviations));
  return { ways, quoted, minus };
}

// `abbreviations` are pairs: what is short, and what it stands for.
export function parse(typed, pairs) {
  const abbreviations = new Map(pairs.map((each) => [tokens(each[0]).map(fold).join(" "), each]));
  const text = plain(typed);
  const runs = [];
  let words = [], left = MOST_SYLLABLES, cut = typed.length > MOST_LETTERS;
  const add = (some, quoted, minus) => {
    const run = runOf(some, quoted, minus, abbreviations);
    const over = run.ways[0].syllables.length - left;
    if (over > 0) {
      cut = true;
      run.ways = run.ways.slice(0, 1);
      for (const list of Object.values(run.ways[0])) list.splice(left);
    }
    const [{ syllables, tied }] = run.ways;
    left -= syllables.length;
    // Whether three stand in a row, the index cannot tell: only the article's page can.
    run.proof = tied.some((is, at) => is && tied[at + 1]);
    if (syllables.length) runs.push(run);
  };
  const close = () => {
    add(words, false, false);
    words = [];
  };
  for (const [, sign, inside, word] of text.matchAll(PIECE)) {
    const minus = word === undefined ? sign === "-" : /^[-−]./.test(word) && tokens(word).length > 0;
    if (word !== undefined && !minus) {
      words.push(word);
      continue;
    }
    close();
    add([word === undefined ? inside : word.slice(1)], true, minus);
  }
  close();
  const wanted = runs.filter(({ minus }) => !minus);
  const all = wanted.flatMap(({ ways }) => ways[0].syllables);
  return {
    text, runs, wanted, all, cut,
    marked: all.some((syllable) => exact(syllable) !== fold(syllable)),
    proof: runs.some(({ proof }) => proof),
  };
}
