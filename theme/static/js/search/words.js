// SPDX-License-Identifier: AGPL-3.0-or-later
// What the page of search says. The words themselves stand in the page.
import { fillIn } from "../words.js";
import { APART, LETTERS, PARTLY } from "./find.js";
import { isDay } from "./syllables.js";

const WORDS = {};
export const learn = (table) => Object.assign(WORDS, JSON.parse(table));
export const say = (key, values) => fillIn(WORDS[key], values);
export const headingOf = (level) => say(["partly", "apart", "other_marks", "as_typed"][level]);
export const quoted = (words) => say("quoted", { words: words.slice(0, 100) });
const inOrder = (date) => date.split(/[-/]/).reverse().join("/");
export const before = (month) => say("before", { month: inOrder(month) });

// How many there are, as far as is known.
export function told(answers) {
  const { done, hits, loose, query, seen, through, until } = answers;
  const full = answers.count(LETTERS), apart = answers.count(APART) - full, all = answers.count(PARTLY);
  // What only the articles' pages can tell is not told yet of those that are not shown.
  const open = hits.filter(({ id, proof }) => proof && !seen.has(id)).length;
  const add = (key, count, found) => say(key, { found, count: count.toLocaleString(document.documentElement.lang), month: until && inOrder(until) });
  let found = full > 0 ? add(through || loose ? "found" : "found_at_least", full - open) : add(all > 0 ? "found_near" : "found_none", all);
  if (open) found = add("found_more", open, found);
  if (full > 0 && apart > 0) found = add("found_apart", apart, found);
  if (!done && !through && until) found = add("as_far_as", 0, found);
  return add(query.cut ? "cut" : "whole", 0, found);
}

// What was understood; `filters` are words.
export function understood({ runs }, filters) {
  const parts = runs.map(({ ways, quoted: whole, minus }) => {
    const words = ways.map(({ syllables }) => quoted(syllables.map((token) => (isDay(token) ? inOrder(token.slice(5)) : token)).join(" "))).join(say("or"));
    return say(minus ? "without" : whole ? "with_phrase" : "with", { words });
  });
  return say("understood", { parts: [...parts, ...filters].join(", ") });
}
