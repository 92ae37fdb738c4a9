// SPDX-License-Identifier: AGPL-3.0-or-later
// The articles that answer a query, as they are found, ten at a time.
import { APART, LETTERS, MARKS, PARTLY, search } from "./find.js";

export const PAGE = 10;
const MOST_FILES = 30;

export class Answers {
  // `options` as of `search`, and whether the `best` come first, for which all is looked through.
  constructor(archive, query, options) {
    Object.assign(this, { archive, query, options, refuted: 0, seen: new Set() });
    this.begin(false);
  }
  begin(loose) {
    const steps = search(this.archive, this.query, { ...this.options, loose });
    Object.assign(this, { loose, steps, hits: [], done: false });
  }
  // How many are of a level at least, without what their pages did not bear out.
  count(least) {
    return this.hits.filter(({ level }) => level >= least).length - this.refuted;
  }
  // Whether enough was looked through for ten more; `asked` is how many files there were before.
  ends() {
    return this.done || (!this.options.best && this.archive.asked - this.asked > MOST_FILES);
  }
  // Looks on until there is more to show.
  async scan() {
    while (!this.ends() && (this.options.best || !this.next().length)) {
      const { value, done } = await this.steps.next();
      if (value) {
        this.hits = this.hits.concat(value.found);
        this.until = value.until;
      }
      this.done = done || value.done;
      // Nothing has the words beside each other: they may stand apart.
      if (this.done && !this.loose && this.count(LETTERS) < 1 && this.query.all.length > 1) this.begin(true);
    }
  }
  // The next ten: as typed first; part of the words only where nothing has all of them.
  next() {
    const least = !this.ends() ? MARKS : this.count(LETTERS) > 0 ? APART : PARTLY;
    const order = (one, two) => two.level - one.level || (this.options.best || one.level <= APART ?
      two.titled - one.titled || two.beside - one.beside : 0);
    return this.hits.filter((hit) => hit.level >= least && !this.seen.has(hit)).sort(order).slice(0, PAGE);
  }
}
