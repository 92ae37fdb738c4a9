// SPDX-License-Identifier: AGPL-3.0-or-later
// The articles that answer a query, as they are found, ten at a time.
import { APART, LETTERS, MARKS, PARTLY, search } from "./find.js";

export const PAGE = 10;
const MOST_FILES = 30;

export class Answers {
  // `options` as of `search`. What was shown is `seen`; a hit that its page did not bear out
  // is `refuted`.
  constructor(archive, query, options) {
    Object.assign(this, { archive, query, options, hits: [], seen: new Set() });
    this.begin();
  }
  // Looks through everything, first for words beside each other, then for those apart.
  begin(loose) {
    this.hits = this.hits.filter(({ level }) => level > PARTLY);
    Object.assign(this, { loose, through: false, steps: search(this.archive, this.query, { ...this.options, loose }) });
  }
  get done() {
    return this.through && (this.loose || !this.query.parts);
  }
  // How many are of a level at least.
  count(least) {
    return this.hits.filter(({ level, refuted }) => level >= least && !refuted).length;
  }
  // Whether enough was looked through for ten more; `asked` is how many files there were before.
  ends() {
    return this.done || (!this.options.best && this.archive.asked - this.asked > MOST_FILES);
  }
  // Looks on until there is more to show.
  async scan() {
    while (!this.ends() && ((this.options.best && !this.through) || !this.next().length)) {
      if (this.through) this.begin(true);
      const { value, done } = await this.steps.next();
      if (value) {
        this.hits = this.hits.concat(value.found.filter(({ level }) => !this.loose || level <= APART));
        this.until = value.until;
      }
      this.through = done || value.done;
    }
  }
  // What is to be shown next: as typed first; part of the words only where nothing has all of them.
  next() {
    let least = this.loose ? APART : this.through || this.ends() ? LETTERS : MARKS;
    if (this.ends() && this.count(APART) < 1) least = PARTLY;
    const order = (one, two) => two.level - one.level || (this.options.best || one.level <= APART ? two.worth - one.worth : 0);
    return this.hits.filter((hit) => hit.level >= least && !this.seen.has(hit.id)).sort(order);
  }
}
