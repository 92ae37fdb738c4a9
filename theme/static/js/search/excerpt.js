// SPDX-License-Identifier: AGPL-3.0-or-later
// What of an article answers a query, from its own page, with the words that were sought.
import { make } from "./nodes.js";
import { clean, exact, fold, isDay, places } from "./syllables.js";

const BLOCKS = "p, li, td, th, h2, h3, h4, dt, dd, figcaption, pre";
const AROUND = 12, LENGTH = 44, MOST_TOKENS = 60000;

// The texts of an article's page, each paragraph by itself, what leads elsewhere left out.
export function passages(page) {
  const article = page.querySelector("article");
  if (!article) return [];
  for (const node of article.querySelectorAll(".tools, .translations, .note--old, .article__credit, .article__date, .print-only, .player__file, [id^='fnref']")) node.remove();
  // An exponent is none of the figures before it.
  for (const node of article.querySelectorAll("br, sup")) node.before(node.firstChild ? "^" : " ");
  return [...article.querySelectorAll(BLOCKS)]
    .filter((node) => !node.querySelector(BLOCKS))
    .map((node) => node.textContent.replace(/\s+/g, " ").trim())
    .filter(Boolean);
}

// Of each token of a text whether a run of the query holds it beside its neighbour: 2 as
// typed, 1 with other marks, 0 not at all.
function weigh(found, query, loose) {
  const spelt = found.map(([token]) => exact(token)), folded = found.map(([token]) => fold(token));
  const marks = new Uint8Array(found.length);
  for (const { ways, quoted } of query.wanted) {
    for (const { syllables } of ways) {
      const want = syllables.map(fold), same = syllables.map(exact);
      // Those that must stand as they are are marked whole, others by two.
      const size = loose ? 1 : quoted ? want.length : Math.min(2, want.length);
      for (let n = 0; n + size <= want.length; n += 1) {
        for (let at = 0; at + size <= folded.length; at += 1) {
          let worth = 2;
          for (let k = 0; k < size && worth; k += 1) {
            if (folded[at + k] !== want[n + k]) worth = 0;
            else if (spelt[at + k] !== same[n + k]) worth = 1;
          }
          if (worth) for (let k = 0; k < size; k += 1) marks[at + k] = Math.max(marks[at + k], worth);
        }
      }
    }
  }
  return { marks, folded };
}

// The pieces of a text, those that were sought as <mark>.
function pieces(text, found, marks, from, to) {
  const parts = [];
  let place = from ? text.lastIndexOf(" ", found[from].index) + 1 : 0;
  for (let n = from; n < to; n += 1) {
    if (!marks[n]) continue;
    const { index } = found[n];
    while (n + 1 < to && marks[n + 1]) n += 1;
    const stop = found[n].index + found[n][0].length;
    parts.push(text.slice(place, index), make("mark", "", text.slice(index, stop)));
    place = stop;
  }
  parts.push(text.slice(place, to < found.length ? found[to].index : undefined));
  return parts;
}

// A whole text with what was sought marked, for titles.
export function highlight(words, query) {
  const text = clean(words), found = places(text);
  return pieces(text, found, weigh(found, query).marks, 0, found.length);
}

// The part of the texts that answers best; null where none does.
export function excerpt(texts, query, loose) {
  let best = null, left = MOST_TOKENS;
  for (const words of texts) {
    const text = clean(words), found = places(text).slice(0, left);
    left -= found.length;
    const { marks, folded } = weigh(found, query, loose);
    for (let at = 0; at < marks.length; at += 1) {
      if (!marks[at]) continue;
      let score = 0;
      const seen = new Set();
      marks.slice(at, at + LENGTH - AROUND).forEach((mark, n) => {
        score += mark * (seen.has(folded[at + n]) ? 0.1 : 3);
        if (mark) seen.add(folded[at + n]);
      });
      if (!best || score > best.score) best = { score, text, found, marks, at };
      // Where one text says the same again and again, its beginning tells enough.
      at += AROUND;
    }
  }
  if (!best) return null;
  const { text, found, marks, at } = best;
  const from = Math.max(0, at - AROUND), to = Math.min(found.length, from + LENGTH);
  return [from ? "… " : "", ...pieces(text, found, marks, from, to), to < found.length ? "…" : ""];
}

// Whether the texts hold what they must as it is, and nothing that was ruled out: `proofs` as
// of `inVolume`.
export function proves(texts, proofs) {
  const lines = texts.map((text) => ` ${places(clean(text)).map(([token]) => fold(token)).join(" ")} `);
  // The parts of a way that must stand as they are, each a line.
  const partsOf = ({ syllables, tied }) => syllables.map((token, at) => (tied[at] ? " " : "\n") + (isDay(token) ? "" : fold(token))).join("").split("\n");
  const holds = (part) => !part.includes(" ") || lines.some((line) => line.includes(` ${part} `));
  return proofs.every(({ ways, minus }) => ways.some((way) => partsOf(way).every(holds)) !== minus);
}
