// SPDX-License-Identifier: AGPL-3.0-or-later
// The files of the index, as plugins/newsroom/plan/search.py describes them.
const VERSION = 3, BLOCK = 100, CHUNK = 25, REST = 18, PATIENCE_MS = 20000, FRESH_MS = 60000;

// Files do not belong together: a release came in between.
export const STALE = new Error("stale");

// Fetches what must come in time; a network that hangs counts as none.
export async function get(address, read, cache, control = new AbortController()) {
  const alarm = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(address, { cache, signal: control.signal });
    if (!answer.ok) throw answer.status === 404 ? STALE : answer;
    return await read(answer);
  } finally {
    clearTimeout(alarm);
  }
}

function contentsOf(text) {
  const { version, sections, abbreviations, volumes, newest } = JSON.parse(text);
  if (version !== VERSION) throw STALE;
  const firsts = {};
  let all = 0;
  // Oldest first, as rows are counted: `number` from the first of all.
  const inOrder = volumes.reverse().map(([name, bits, stamp, months]) => {
    const blocks = [];
    for (const [month, size] of months) {
      const year = month.slice(0, 4);
      if (!(year in firsts)) firsts[year] = all;
      for (let left = size; left > 0; left -= BLOCK) {
        const count = Math.min(BLOCK, left);
        blocks.push({ month, count, number: all });
        all += count;
      }
    }
    return { name, bits, stamp, blocks };
  }).reverse();
  return { text, sections, abbreviations, newest, firsts, all, at: Date.now(), volumes: inOrder };
}

// Reads numbers of seven bits a byte, the lowest first; `at` is how far it has come.
const readerOf = (bytes, at) => ({
  at,
  next() {
    let value = 0, byte = 128;
    for (let shift = 0; byte > 127; shift += 7) {
      byte = bytes[this.at++];
      value |= (byte & 127) << shift;
    }
    return value;
  },
});

function blobsOf(buffer, { bits, stamp, blocks }) {
  const bytes = new Uint8Array(buffer), reader = readerOf(bytes, 8), stamped = new DataView(buffer).getUint32(4);
  if (bytes[2] !== VERSION || bytes[3] !== bits || stamped !== parseInt(stamp, 16) || reader.next() !== blocks.length) throw STALE;
  return blocks.map(() => reader.next()).map((size) => {
    reader.at += size;
    return bytes.subarray(reader.at - size, reader.at);
  });
}

// The articles of a blob, whose first has this number, that have a key.
function postings(blob, number, rest, marks) {
  const reader = readerOf(blob, 0), found = [], count = reader.next();
  // The first article of each key has the highest bit.
  let place = reader.at + 3 * count;
  for (let at = reader.at; at < reader.at + count; at += 1) {
    const key = blob[at] | (blob[at + count] << 8) | (blob[at + 2 * count] << 16);
    do if (key >>> 6 === rest) found.push([number + (blob[place] & 127), (key & 31) === marks, key & 32]);
    while (blob[++place] < 128);
  }
  return found;
}

export class Archive {
  // `place` is the address of the index's folder.
  constructor(place) {
    this.place = place;
    this.files = new Map();
    this.asked = 0;
  }
  // One request a file; one that failed is forgotten.
  file(name, read) {
    if (!this.files.has(name)) {
      this.asked += 1;
      const wait = get(this.place + name, read, this.cache);
      wait.catch(() => this.files.delete(name));
      this.files.set(name, wait);
    }
    return this.files.get(name);
  }
  forget() {
    this.files.clear();
    this.cache = "no-cache";
  }
  contents() {
    return this.file("muc-luc.json", async (answer) => contentsOf(await answer.text()));
  }
  filters() {
    return this.file("bo-loc.json", (answer) => answer.json());
  }
  // The articles of a volume that have a key: [number, marks agree, in the title].
  async find(volume, { hash, marks }) {
    const { bits, name } = volume, part = bits && hash >>> (32 - bits), rest = (hash >>> (32 - bits - REST)) & (2 ** REST - 1);
    const blobs = await this.file(`${name}/${part.toString(16)}.bin`, async (answer) => blobsOf(await answer.arrayBuffer(), volume));
    return blobs.flatMap((blob, at) => postings(blob, volume.blocks[at].number, rest, marks));
  }
  // What lists show of an article.
  async row({ id, month }) {
    const { text: old, sections, newest, firsts, all, at } = await this.contents(), year = month.slice(0, 4), place = id - firsts[year];
    let row = newest[all - 1 - id];
    if (!row) {
      // Is an old table of contents still that of the site?
      if (Date.now() - at > FRESH_MS) this.files.delete("muc-luc.json");
      if ((await this.contents()).text !== old) throw STALE;
      row = (await this.file(`${year}/${Math.floor(place / CHUNK)}.json`, (answer) => answer.json()))[place % CHUNK];
    }
    if (!row) throw STALE;
    const [tail, title, section, photo, lang = "vi", badge] = row;
    // The page names sections in its language.
    const [slug, text] = sections[section];
    return [`${year}/${tail}`, title, (document.querySelector(`[value="${slug}"]`) || { text }).text, photo || [], lang, badge];
  }
}
