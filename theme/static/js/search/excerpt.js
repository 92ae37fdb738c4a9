// SPDX-License-Identifier: AGPL-3.0-or-later
// What of an article answers a query, from its own page, with the words that were sought.
import { LETTERS, PARTLY } from "./find.js";
import { make } from "./nodes.js";
import { namedIn } from "./parse.js";
import { clean, exact, fold, isNamed, places, tokens } from "./syllables.js";

const BLOCKS = "p,li,td,th,h2,h3,h4,dt,dd,figcaption,pre", AROUND = 12, LENGTH = 44;

// The texts of an article's page, each paragraph by itself, what leads elsewhere left out.
export function passages(page) {
  const article = page.querySelector("article");
  if (!article) return [];
  for (const node of article.querySelectorAll(".tools,.translations,p.note,.note p,section h2,dl[class] dt,:not(dd)>time,.article__corrected,.article__line,.article__credit,.print-only,.player__file,[class^=facts__],.site-card__words strong,[id^=fnref]")) node.remove();
  // An exponent is none of the figures before it; in m² it is part of the word.
  for (const node of article.querySelectorAll("br,sup,sub")) node.before(!node.firstChild ? " " : /\d$/.test((node.previousSibling || node).data) ? "^" : "");
  return [...article.querySelectorAll(BLOCKS)]
    .filter((node) => !node.querySelector(BLOCKS))
    .map((node) => node.textContent.replace(/[\t\n ]+/g, " ").trim())
    .filter(Boolean);
}

// Of each token of a text whether a run of the query holds it, beside its neighbour where it
// may not stand alone: 2 as typed, 1 with other marks, 0 not at all.
function weigh(found, query, loose) {
  const spelt = found.map(([token]) => exact(token)), folded = found.map(([token]) => fold(token)), marks = new Uint8Array(found.length);
  for (const { ways } of query.wanted) {
    for (const { syllables, free } of ways) {
      const want = syllables.map(fold), same = syllables.map(exact);
      folded.forEach((token, at) => {
        want.forEach((word, n) => {
          if (token === word && (loose || free[n] || (n && folded[at - 1] === want[n - 1]) || (want[n + 1] && folded[at + 1] === want[n + 1]))) {
            marks[at] = Math.max(marks[at], spelt[at] === same[n] ? 2 : 1);
          }
        });
      });
    }
  }
  // A date or telephone counts however it is written.
  const wanted = query.wanted.flatMap(({ ways }) => ways.flatMap(({ syllables }) => syllables.filter(isNamed)));
  for (const { index, length, name } of found[0] ? namedIn(found[0].input) : []) {
    if (wanted.some((one) => name.endsWith(one.slice(5)))) found.forEach((token, at) => {
      if (token.index >= index && token.index < index + length) marks[at] = 2;
    });
  }
  return marks;
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
  parts.push(text.slice(place, (found[to] || {}).index));
  return parts;
}

// A whole text with what was sought marked, for titles.
export function highlight(words, query) {
  const text = clean(words), found = places(text);
  return pieces(text, found, weigh(found, query), 0, found.length);
}

// The part of the texts that answers best; the beginning of the first, if none does.
export function excerpt(texts, query, loose) {
  // More tokens take a phone too long.
  let best, left = 60000;
  for (const words of texts) {
    const text = clean(words), found = places(text).slice(0, left);
    left -= found.length;
    const marks = weigh(found, query, loose);
    best = best || { score: 0, text, found, marks, at: 0 };
    for (let at = 0; at < marks.length; at += 1) {
      if (!marks[at]) continue;
      let score = 0;
      const seen = new Set();
      marks.slice(at, at + LENGTH - AROUND).forEach((mark, n) => {
        const [token] = found[at + n];
        score += mark * (seen.has(token) ? 0.1 : 3);
        if (mark) seen.add(token);
      });
      if (score > best.score) best = { score, text, found, marks, at };
      // Where one text says the same again and again, its beginning tells enough.
      at += AROUND;
    }
  }
  const { text, found, marks, at } = best, from = Math.max(0, at - AROUND);
  let to = from + LENGTH;
  // No word or number is cut, and no number parts from its unit; what has no spaces for long is cut.
  while (to < from + 2 * LENGTH && found[to] && text[found[to].index - 1] !== " ") to += 1;
  return [from ? "… " : "", ...pieces(text, found, marks, from, to), found[to] ? "…" : ""];
}

// Whether the texts bear out what the index told of a hit: its words, beside each other where
// they may not stand alone (two pairs may have one key by chance), what must stand as it is,
// and nothing that was ruled out, as far as the index could not tell.
export function proves(texts, { runs }, { level }) {
  const all = texts.map((text) => ` ${tokens(text).map(fold).join(" ")} `).join("\n"), has = (words) => all.includes(` ${words} `);
  return runs.every(({ ways, quoted, minus }) => (minus ? !ways[0].proof : level === PARTLY && !quoted) || ways.some(({ syllables, tied, free }) => {
    const want = syllables.map((token) => (isNamed(token) ? "" : fold(token))), pairs = want.slice(1).map((token, at) => has(`${want[at]} ${token}`));
    // The parts that must stand as they are, each a line.
    const parts = want.map((token, at) => (tied[at] ? " " : "\n") + token).join("").split("\n");
    return parts.every((part) => !part.includes(" ") || has(part))
      && want.every((token, at) => !token || pairs[at - 1] || pairs[at] || ((free[at] || level < LETTERS) && has(token)));
  }) !== minus);
}
