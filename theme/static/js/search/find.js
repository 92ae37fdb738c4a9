// SPDX-License-Identifier: AGPL-3.0-or-later
// From a query to articles, volume by volume, newest first.
import { alone, isDay, pair } from "./syllables.js";

const bitsOf = (mask) => mask.toString(2).replace(/0/g, "").length;
// How well an article answers: half of the words; all, but apart; all, with other marks; as typed.
const NONE = -1;
export const PARTLY = 0, APART = 1, LETTERS = 2, MARKS = 3;
// Files that are asked for ahead of what is looked at.
const MOST_AHEAD = 16;

// What articles of a volume hold of one way to write a run; `loose` words may stand apart.
async function askWay(archive, volume, quoted, way, loose) {
  const { syllables, tied, free, proof } = way, size = syllables.length;
  const find = (key) => archive.find(volume, key);
  const [pairs, singles] = await Promise.all([
    Promise.all(syllables.slice(1).map((token, at) => (isDay(token) || isDay(syllables[at]) ? [] : find(pair(syllables[at], token))))),
    Promise.all(syllables.map((token, at) => (free[at] || (loose && !quoted) ? find(alone(token)) : []))),
  ]);
  const must = tied.reduce((mask, is, at) => (is ? mask | (1 << (at - 1)) : mask), 0);
  const full = 2 ** size - 1;
  return (block, count, marked) => {
    const [any, same, top, beside, apart] = [0, 1, 2, 3, 4].map(() => new Uint32Array(count));
    const see = (lists, mask, next) => {
      for (const [number, agree, title] of lists[block] || []) {
        any[number] |= mask;
        beside[number] |= next;
        if (agree) same[number] |= mask;
        if (title) top[number] |= mask;
      }
    };
    pairs.forEach((lists, at) => {
      see(lists, 3 << at, 1 << at);
    });
    singles.forEach((lists, at) => {
      if (free[at]) see(lists, 1 << at, 0);
      else for (const [number] of lists[block] || []) apart[number] |= 1 << at;
    });
    return (number) => {
      const all = any[number];
      let level = quoted || 2 * bitsOf(all) < size ? NONE : PARTLY;
      if ((beside[number] & must) === must && (all | apart[number]) === full) {
        level = all !== full ? APART : marked && same[number] !== full ? LETTERS : MARKS;
      }
      // All in the title is worth more than any number of neighbours; of two ways that answer
      // alike the one is taken that needs no proof.
      return { way, level, rank: level + (proof ? 0 : 0.5), worth: bitsOf(beside[number]) + (top[number] === full ? 99 : 0) };
    };
  };
}

// The articles of a volume that answer; whether one does, its page alone can tell where it is
// to give `proof`.
export async function inVolume(archive, volume, query, { filters = [], loose }) {
  const [allowed, runs] = await Promise.all([
    Promise.all(filters.map((key) => archive.find(volume, key))),
    Promise.all(query.runs.map(({ ways, quoted }) => Promise.all(ways.map((way) => askWay(archive, volume, quoted, way, loose))))),
  ]);
  const found = [];
  for (let block = volume.blocks.length - 1; block >= 0; block -= 1) {
    const { from, count, number: first, ...when } = volume.blocks[block];
    const asked = runs.map((ways) => ways.map((way) => way(block, count, query.marked)));
    for (let number = count - 1; number >= 0; number -= 1) {
      if (!allowed.every((lists) => lists[block].some(([one]) => one === number))) continue;
      const hit = { ...when, id: first + number, place: from + number, level: MARKS, worth: 0 };
      query.runs.forEach(({ minus }, r) => {
        const ways = asked[r].map((ask) => ask(number));
        const { way, level, worth } = ways.reduce((one, two) => (two.rank > one.rank ? two : one));
        if (way.proof && level > PARTLY) hit.proof = true;
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

// Yields for each volume the articles that answer, newest first, and how far was looked.
// `options`: keys as `filters`; a `year`; whether words may stand apart (`loose`), and
// whether all volumes are asked at a time, to find the `best`. Where little is found, more of
// them are asked together: each turn takes a phone 0.4 s.
export async function* search(archive, query, options) {
  const { year, best } = options;
  const inside = (found) => !year || found.year === year;
  const volumes = (await archive.contents()).volumes.filter(({ blocks }) => blocks.some(inside));
  const started = [];
  let ahead = best ? MOST_AHEAD : 1;
  for (let at = 0; at < volumes.length; at += 1) {
    for (let next = started.length; next <= Math.min(at + ahead, volumes.length - 1); next += 1) {
      // The newer volume answers most queries: for 150 ms its files are asked for alone.
      if (next && !at && !best) await Promise.race([started[at], new Promise((go) => setTimeout(go, 150))]);
      started[next] = inVolume(archive, volumes[next], query, options);
      started[next].catch(() => {});
    }
    const found = (await started[at]).filter(inside);
    yield { found, until: volumes[at].blocks.filter(inside)[0].month, done: at === volumes.length - 1 };
    if (!found.some(({ level }) => level > PARTLY)) ahead = Math.max(ahead, Math.min(2 * ahead, MOST_AHEAD / (1 + query.all.length)));
  }
}
