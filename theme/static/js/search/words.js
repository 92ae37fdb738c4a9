// SPDX-License-Identifier: AGPL-3.0-or-later
// What the page of search says. The words themselves stand in the page.
import { fillIn } from "../words.js";
import { APART, LETTERS, MARKS, PARTLY } from "./find.js";

const WORDS = {};
const HEADINGS = { [MARKS]: "as_typed", [LETTERS]: "other_marks", [APART]: "apart", [PARTLY]: "partly" };
export const learn = (table) => Object.assign(WORDS, JSON.parse(table));
export const say = (key, values) => fillIn(WORDS[key], values);
export const headingOf = (level) => WORDS[HEADINGS[level]];
export const quoted = (words) => say("quoted", { words: words.length > 100 ? `${words.slice(0, 99)}…` : words });
const monthOf = (month) => `${month.slice(5)}/${month.slice(0, 4)}`;
export const before = (month) => say("before", { month: monthOf(month) });

// How many there are, as far as is known.
export function told(answers) {
  const { done, until, query } = answers;
  const full = answers.count(LETTERS), all = answers.count(PARTLY);
  let key = all > 0 ? "found_near" : "found_none";
  if (full > 0) key = query.proof && answers.next().length ? "found_at_most" : done ? "found" : "found_at_least";
  const count = (full > 0 ? full : all).toLocaleString(document.documentElement.lang);
  let found = say(key, { count });
  if (!done && until) found = say("as_far_as", { found, month: monthOf(until) });
  return say(query.cut ? "cut" : "whole", { found });
}

// What was understood; `filters` are words.
export function understood({ runs }, filters) {
  const parts = runs.map(({ ways, quoted: whole, minus }) => {
    const words = ways.map(({ syllables }) => quoted(syllables.join(" "))).join(WORDS.or);
    return say(minus ? "without" : whole ? "with_phrase" : "with", { words });
  });
  return say("understood", { parts: [...parts, ...filters].join(", ") });
}
