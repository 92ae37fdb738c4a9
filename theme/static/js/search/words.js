// SPDX-License-Identifier: AGPL-3.0-or-later
// What the page of search says. The words themselves stand in the page.
import { fillIn } from "../words.js";
import { APART, LETTERS } from "./find.js";
import { isNamed } from "./syllables.js";

// The language of the page.
export const OWN = document.documentElement.lang;

let WORDS;
export const learn = (table) => {
  WORDS = JSON.parse(table);
};
export const say = (key, values) => fillIn(WORDS[key], values);
export const headingOf = (level) => say(["partly", "apart", "other_marks", "as_typed"][level]);
export const quoted = (words) => say("quoted", { words: words.slice(0, 100) });
const inOrder = (date) => date.split(/[-/]/).reverse().join("/");
export const before = (month) => say("before", { month: inOrder(month) });

// How many there are, as far as is known.
export function told(answers) {
  const { done, hits, loose, query, seen, through, until } = answers, full = answers.count(LETTERS), apart = answers.count(APART) - full,
    // What has a part of the words is shown where nothing has all of them.
    near = hits.filter(({ id, level, refuted }) => !refuted && (!apart || level >= APART || seen.has(id))).length;
  // What only the articles' pages can tell is not told yet of those that are not shown.
  const open = hits.filter(({ id, proof }) => proof && !seen.has(id)).length;
  return [
    full ? [through || loose ? "found" : "found_at_least", full - open] : [near ? "found_near" : "found_none", near],
    open && ["found_more", open], full && apart && ["found_apart", apart], !through && until && !done && ["as_far_as"], [query.cut ? "cut" : "whole"],
  ].filter(Boolean).reduce((found, [key, count = 0]) => say(key, { found, count: count.toLocaleString(OWN), month: inOrder(until || "") }), "");
}

// What was understood; `filters` are words.
export function understood({ runs }, filters) {
  const parts = runs.map(({ ways, quoted: whole, minus }) => {
    const words = ways.map(({ syllables }) => quoted(syllables.map((token) => (isNamed(token) ? inOrder(token.slice(5)) : token)).join(" "))).join(say("or"));
    return say(minus ? "without" : whole ? "with_phrase" : "with", { words });
  });
  return say("understood", { parts: [...parts, ...filters].join(", ") });
}
