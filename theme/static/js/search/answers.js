// SPDX-License-Identifier: AGPL-3.0-or-later
// The articles that answer a query, volume by volume, newest first, ten at a time.
import { APART, inVolume, LETTERS, MARKS, PARTLY } from "./find.js";

export const PAGE = 10;
const MOST_FILES = 30;
// Files that are asked for ahead of what is looked at.
const MOST_AHEAD = 16;

export class Answers {
  // `filters` are keys; for the `best` of a query all volumes are asked at a time. What was shown
  // is `seen`; a hit that its page did not bear out is `refuted`.
  constructor(archive, query, filters, year) {
    Object.assign(this, { archive, query, filters, year, hits: [], seen: new Set() });
    this.begin();
  }
  // Looks through everything, first for words beside each other, then for those apart (`loose`).
  begin(loose) {
    this.hits = this.hits.filter(({ level }) => level > PARTLY);
    Object.assign(this, { loose, through: false, asks: [], at: 0, ahead: this.query.best ? MOST_AHEAD : 0 });
  }
  get done() {
    return this.through && (this.loose || !this.query.parts);
  }
  // How many are of a level at least.
  count(least) {
    return this.hits.filter(({ level, refuted }) => level >= least && !refuted).length;
  }
  // Whether enough was looked through for ten more, or half of that where another query may have
  // been meant; `asked` is how many files there were before.
  ends() {
    return this.done || (!this.query.best && this.archive.asked - this.asked > MOST_FILES / (this.query.meant ? 2 : 1));
  }
  // Looks on until there is more to show.
  async scan() {
    const { archive, query, filters, year } = this, { best } = query, inside = ({ month }) => month.startsWith(year);
    const volumes = (await archive.contents()).volumes.filter(({ blocks }) => blocks.some(inside));
    if (!volumes[0]) this.through = this.loose = true;
    while (!this.ends() && ((best && !this.through) || !this.next()[0])) {
      if (this.through) this.begin(true);
      const { asks, at, loose } = this;
      for (let next = asks.length; next <= at + this.ahead && volumes[next]; next += 1) {
        asks[next] = inVolume(archive, volumes[next], query, filters, loose);
        asks[next].catch(() => {});
      }
      const found = (await asks[at]).filter((hit) => inside(hit) && (!loose || hit.level <= APART));
      this.until = volumes[at].blocks.find(inside).month;
      // The newest volume answers most queries, so it is asked alone; where little is found, more
      // are asked together: each turn takes a phone 0.4 s.
      this.ahead = Math.max(this.ahead, Math.min(found.some(({ level }) => level > PARTLY) ? 1 : 4 * this.ahead + 4, MOST_AHEAD / (1 + query.all.length)));
      this.hits = this.hits.concat(found);
      this.at += 1;
      this.through = !volumes[this.at];
    }
  }
  // What is to be shown next: as typed first; part of the words only where nothing has all of them.
  next() {
    let least = this.loose ? APART : this.through || this.ends() ? LETTERS : MARKS;
    if (this.ends() && this.count(APART) < 1) least = PARTLY;
    return this.hits.filter(({ id, level }) => level >= least && !this.seen.has(id))
      .sort((one, two) => two.level - one.level || ((this.query.best || one.level <= APART) && two.worth - one.worth));
  }
}
