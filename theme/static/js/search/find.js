// SPDX-License-Identifier: AGPL-3.0-or-later
// From a query to articles, volume by volume, newest first.
import { alone, fold, pair } from "./syllables.js";

// What is no Vietnamese syllable ("covid", "2025", "ubnd") tells enough by itself; others
// must stand beside a neighbour of the query.
export const SYLLABLE = /^(?:ngh?|g[hi]?|[cknpt]h|tr|qu|[bcdhklmnprstvx])?[aeiouy]{1,3}(?:ch|n[gh]?|[cmpt])?$/;
const stands = (token) => !SYLLABLE.test(fold(token)) && /[0-9a-zα-ωа-я]/.test(fold(token));
const bitsOf = (mask) => mask.toString(2).replace(/0/g, "").length;
// How well an article answers: part of the words; all, but apart; all, with other marks; as typed.
const NONE = -1;
export const PARTLY = 0, APART = 1, LETTERS = 2, MARKS = 3;

// What articles of a volume hold of one way to write a run; `loose` words may stand apart.
async function askWay(archive, volume, { quoted }, { syllables, tied }, loose) {
  const size = syllables.length;
  const find = (key) => archive.find(volume, key);
  const free = syllables.map((token, at) => size === 1 || (!quoted && stands(token) && !tied[at] && !tied[at + 1]));
  const asked = syllables.map((token, at) => (free[at] || (loose && !quoted) ? find(alone(token)) : []));
  const [pairs, singles] = await Promise.all([
    Promise.all(syllables.slice(1).map((token, at) => find(pair(syllables[at], token)))),
    Promise.all(asked),
  ]);
  const must = tied.reduce((mask, is, at) => (is ? mask | (1 << (at - 1)) : mask), 0);
  const full = 2 ** size - 1;
  return (block, count, marked) => {
    const [any, same, top, beside, apart] = [0, 1, 2, 3, 4].map(() => new Uint32Array(count));
    const see = (list, mask, next) => {
      for (const [number, agree, title] of list || []) {
        any[number] |= mask;
        beside[number] |= next;
        if (agree) same[number] |= mask;
        if (title) top[number] |= mask;
      }
    };
    pairs.forEach((lists, at) => see(lists[block], 3 << at, 1 << at));
    singles.forEach((lists, at) => {
      if (free[at]) see(lists[block], 1 << at, 0);
      else for (const [number] of lists[block] || []) apart[number] |= 1 << at;
    });
    const level = (number) => {
      if ((beside[number] & must) === must) {
        if (any[number] === full) return marked && same[number] !== full ? LETTERS : MARKS;
        if ((any[number] | apart[number]) === full) return APART;
      }
      return quoted ? NONE : PARTLY;
    };
    return (number) => ({
      level: level(number),
      titled: Number(top[number] === full),
      beside: bitsOf(beside[number]),
      share: bitsOf(any[number]) / size,
    });
  };
}

export async function inVolume(archive, volume, query, { filters = [], loose }) {
  const [allowed, runs] = await Promise.all([
    Promise.all(filters.map((key) => archive.find(volume, key))),
    Promise.all(query.runs.map((run) => Promise.all(run.ways.map((way) => askWay(archive, volume, run, way, loose))))),
  ]);
  const found = [];
  for (let block = volume.blocks.length - 1; block >= 0; block -= 1) {
    const { month, from, count } = volume.blocks[block];
    const passes = allowed.map((lists) => new Set(lists[block].map(([number]) => number)));
    const asked = runs.map((ways) => ways.map((way) => way(block, count, query.marked)));
    for (let number = count - 1; number >= 0; number -= 1) {
      if (!passes.every((numbers) => numbers.has(number))) continue;
      const hit = { month, place: from + number, level: MARKS, titled: 1, beside: 0, share: 0 };
      query.runs.forEach(({ minus, proof }, r) => {
        const ways = asked[r].map((ask) => ask(number));
        const best = ways.reduce((one, two) => (two.level > one.level || (two.level === one.level && two.share > one.share) ? two : one));
        if (minus) {
          // Of three in a row only the article's page knows.
          if (best.level > PARTLY && !proof) hit.level = NONE;
          return;
        }
        hit.level = Math.min(hit.level, best.level);
        hit.titled = Math.min(hit.titled, best.titled);
        hit.beside += best.beside;
        hit.share += best.share / query.wanted.length;
      });
      if (hit.level > PARTLY || (hit.level === PARTLY && hit.share >= 0.5)) found.push(hit);
    }
  }
  return found;
}

// Yields for each volume the articles that answer, newest first, and how far was looked.
// `options`: keys as `filters`; a set of `years`; whether words may stand apart (`loose`); how
// many volumes are asked for `ahead`.
export async function* search(archive, query, options) {
  const { years, ahead = 1 } = options;
  const inside = ({ month }) => !years || years.has(month.slice(0, 4));
  const volumes = (await archive.contents()).volumes.filter(({ blocks }) => blocks.some(inside));
  const started = [];
  for (let at = 0; at < volumes.length; at += 1) {
    for (let next = started.length; next <= Math.min(at + ahead, volumes.length - 1); next += 1) {
      started[next] = inVolume(archive, volumes[next], query, options);
      started[next].catch(() => {});
    }
    const found = (await started[at]).filter(inside);
    yield { found, until: volumes[at].blocks.filter(inside)[0].month, done: at === volumes.length - 1 };
  }
}

// In how many articles of the volumes each pair of neighbours (one syllable: itself) stands.
export async function neighbours(archive, volumes, syllables) {
  const keys = syllables.slice(1).map((token, at) => pair(syllables[at], token));
  if (syllables.length === 1) keys.push(alone(syllables[0]));
  return Promise.all(keys.map(async (key) => {
    const lists = await Promise.all(volumes.map((volume) => archive.find(volume, key)));
    return lists.reduce((sum, blocks) => blocks.reduce((some, { length }) => some + length, sum), 0);
  }));
}
