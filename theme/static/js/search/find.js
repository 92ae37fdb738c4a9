// SPDX-License-Identifier: AGPL-3.0-or-later
// From a query to the articles of a volume, newest first.
import { alone, isNamed, pair } from "./syllables.js";

const bitsOf = (mask) => mask.toString(2).replace(/0/g, "").length;
// How well an article answers: half of the words; all, but apart; all, with other marks; as typed.
const NONE = -1, NOTHING = { level: NONE, rank: NONE };
export const PARTLY = 0, APART = 1, LETTERS = 2, MARKS = 3;

// What articles, by their numbers, hold of one way to write a run; `loose` words may stand apart.
async function askWay(find, way, quoted, { marked, best }, loose) {
  const { syllables, tied, single, free, proof } = way, size = syllables.length, full = 2 ** size - 1, articles = new Map();
  const see = async (key, mask, next, apart) => {
    for (const [id, agree, title] of await find(key)) {
      const has = articles.get(id) || { any: 0, same: 0, top: 0, beside: 0, apart: 0 };
      articles.set(id, has);
      has.apart |= mask;
      has.beside |= next;
      if (apart) continue;
      has.any |= mask;
      if (agree) has.same |= mask;
      if (title) has.top |= mask;
    }
  };
  await Promise.all(syllables.map((token, at) => Promise.all([
    (free[at] || (loose && !quoted && single[at])) && see(alone(token), 1 << at, 0, !free[at]),
    // Words that may stand alone are asked for as neighbours only to be ranked.
    at && !isNamed(token + syllables[at - 1]) && (best || !free[at] || !free[at - 1]) && see(pair(syllables[at - 1], token), 3 << (at - 1), 1 << (at - 1)),
  ])));
  const must = tied.reduce((mask, is, at) => (is ? mask | (1 << (at - 1)) : mask), 0);
  for (const [id, { any, same, top, beside, apart }] of articles) {
    let level = quoted || 2 * bitsOf(any) < size ? NONE : PARTLY;
    if ((beside & must) === must && apart === full) level = any !== full ? APART : marked && same !== full ? LETTERS : MARKS;
    // All in the title is worth more than any number of neighbours; of two ways that answer
    // alike the one is taken that needs no proof.
    articles.set(id, { proof, level, rank: level + (proof ? 0 : 0.5), worth: bitsOf(beside) + (top === full ? 99 : 0) });
  }
  return articles;
}

// The articles of a volume that answer and have the keys of `filters`; whether one does, its
// page alone can tell where it is to give `proof`.
export async function inVolume(archive, volume, query, filters = [], loose) {
  const { runs } = query, find = (key) => archive.find(volume, key);
  const [allowed, asked] = await Promise.all([
    Promise.all(filters.map(async (key) => new Map(await find(key)))),
    Promise.all(runs.map(({ ways, quoted }) => Promise.all(ways.map((way) => askWay(find, way, quoted, query, loose))))),
  ]);
  const found = [];
  for (const { month, count, number } of [...volume.blocks].reverse()) {
    for (let id = number + count - 1; id >= number; id -= 1) {
      const hit = { month, id, level: allowed.every((ids) => ids.has(id)) ? MARKS : NONE, worth: 0 };
      runs.forEach(({ minus }, at) => {
        const { proof, level, worth } = asked[at].map((articles) => articles.get(id) || NOTHING).reduce((one, two) => (two.rank > one.rank ? two : one));
        if (proof && level > PARTLY) hit.proof = true;
        else if (minus && level > PARTLY) hit.level = NONE;
        if (minus) return;
        hit.level = Math.min(hit.level, level);
        hit.worth += worth;
      });
      if (hit.level > NONE) found.push(hit);
    }
  }
  return found;
}
