// SPDX-License-Identifier: AGPL-3.0-or-later
// The files of the index, as plugins/newsroom/plan/search.py describes them.
const VERSION = 2, BLOCK = 100, CHUNK = 25, REST = 18, PATIENCE_MS = 20000, FRESH_MS = 60000;

// The page names sections in its language.
const nameOf = (slug, name) => (document.querySelector(`#loc-muc [value="${slug}"]`) || { text: name }).text;

// Files that do not belong together: a release came in between.
export class Stale extends Error {}

// Fetches what must come in time; a network that hangs counts as none.
export async function get(address, read, cache, control = new AbortController()) {
  const alarm = setTimeout(() => control.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(address, { cache, signal: control.signal });
    if (answer.status === 404) throw new Stale();
    if (!answer.ok) throw new Error(answer.status);
    return await read(answer);
  } finally {
    clearTimeout(alarm);
  }
}

function contentsOf(text) {
  const { version, sections, abbreviations, volumes, newest } = JSON.parse(text);
  if (version !== VERSION) throw new Stale();
  const before = {};
  let all = 0;
  // Oldest first, as rows are counted: `from` from the first of their year, `number` from the
  // first of all.
  const inOrder = volumes.reverse().map(([name, bits, stamp, months]) => {
    const blocks = [];
    for (const [month, size] of months) {
      const year = month.slice(0, 4);
      for (let left = size; left > 0; left -= BLOCK) {
        const from = before[year] || 0, count = Math.min(BLOCK, left);
        blocks.push({ month, year, from, count, number: all });
        before[year] = from + count;
        all += count;
      }
    }
    return { name, bits, stamp, blocks };
  }).reverse();
  return { text, sections, abbreviations, newest, all, at: Date.now(), volumes: inOrder };
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
  const bytes = new Uint8Array(buffer), reader = readerOf(bytes, 8);
  const stamped = new DataView(buffer).getUint32(4);
  if (bytes[2] !== VERSION || bytes[3] !== bits || stamped !== parseInt(stamp, 16) || reader.next() !== blocks.length) throw new Stale();
  const sizes = blocks.map(() => reader.next());
  return sizes.map((size) => {
    reader.at += size;
    return bytes.subarray(reader.at - size, reader.at);
  });
}

// The articles of a blob that have a key: [number, marks agree, in the title].
function postings(blob, rest, marks) {
  const reader = readerOf(blob, 0), found = [];
  const count = blob.length && reader.next(), start = reader.at;
  const key = (n) => blob[start + n] | (blob[start + count + n] << 8) | (blob[start + 2 * count + n] << 16);
  let low = 0, high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(middle) >>> 6 < rest) low = middle + 1;
    else high = middle;
  }
  // The first article of each key has the highest bit.
  let place = start + 3 * count, left = low + 1;
  while (left && place < blob.length) if (blob[place++] > 127) left -= 1;
  for (let n = low, at = place - 1; n < count && key(n) >>> 6 === rest; n += 1) {
    do found.push([blob[at] & 127, (key(n) & 31) === marks, key(n) & 32]);
    while (blob[++at] < 128);
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
  // For each block of a volume, oldest first, the articles that have a key.
  async find(volume, { hash, marks }) {
    const { bits, name } = volume, part = bits && hash >>> (32 - bits);
    const rest = (hash >>> (32 - bits - REST)) & (2 ** REST - 1);
    const blobs = await this.file(`${name}/${part.toString(16)}.bin`, async (answer) => blobsOf(await answer.arrayBuffer(), volume));
    return blobs.map((blob) => postings(blob, rest, marks));
  }
  // What lists show of an article.
  async row({ id, year, place }) {
    const { text, sections, newest, all, at } = await this.contents();
    let row = newest[all - 1 - id];
    if (!row) {
      // Is an old table of contents still that of the site?
      if (Date.now() - at > FRESH_MS) this.files.delete("muc-luc.json");
      if ((await this.contents()).text !== text) throw new Stale();
      row = (await this.file(`${year}/${Math.floor(place / CHUNK)}.json`, (answer) => answer.json()))[place % CHUNK];
    }
    if (!row) throw new Stale();
    const [tail, title, section, photo, lang, badge] = row;
    const day = `${year}/${tail.slice(0, 5)}`;
    return {
      path: `tin-tuc/${day}${tail.slice(5)}/`, title, section: nameOf(...sections[section]), photo, badge,
      lang: lang || "vi", iso: day.replace(/\//g, "-"), day: day.split("/").reverse().join("/"),
    };
  }
}
