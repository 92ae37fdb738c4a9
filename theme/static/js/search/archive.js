// SPDX-License-Identifier: AGPL-3.0-or-later
// The files of the index, as plugins/newsroom/plan/search.py describes them.
const VERSION = 1, BLOCK = 100, CHUNK = 25, REST = 18;
const PATIENCE_MS = 20000, FRESH_MS = 60000;

// Files that do not belong together: a release came in between.
export class Stale extends Error {}

// Fetches what must come in time; a line that hangs is one that is down.
export async function get(address, read, cache = "default") {
  const control = new AbortController();
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
  // Oldest first: rows are counted from the first of a year.
  const inOrder = volumes.reverse().map(([name, bits, stamp, months]) => {
    const blocks = [];
    for (const [month, count] of months) {
      const year = month.slice(0, 4);
      for (let left = count; left > 0; left -= BLOCK) {
        const from = before[year] || 0, size = Math.min(BLOCK, left);
        blocks.push({ month, from, count: size });
        before[year] = from + size;
      }
    }
    return { name, bits, stamp, blocks };
  }).reverse();
  // The newest rows, by where they stand in the files of rows.
  const rows = {};
  for (const { month, from, count } of inOrder.flatMap(({ blocks }) => [...blocks].reverse())) {
    for (let at = from + count; at > from && newest.length; at -= 1) rows[nameOf(month, at - 1)] = newest.shift();
  }
  return { text, sections, abbreviations, rows, at: Date.now(), volumes: inOrder };
}

const nameOf = (month, place) => `${month.slice(0, 4)}/${place}`;

// Reads numbers of seven bits a byte, the lowest first; `at` is how far it has come.
class Reader {
  constructor(bytes, at) {
    Object.assign(this, { bytes, at });
  }
  next() {
    let value = 0, byte = 128;
    for (let shift = 1; byte > 127; shift *= 128) {
      byte = this.bytes[this.at++];
      value += (byte & 127) * shift;
    }
    return value;
  }
}

function blobsOf(buffer, { bits, stamp, blocks }) {
  const bytes = new Uint8Array(buffer), reader = new Reader(bytes, 8);
  const own = [84, 75, VERSION, bits, ...stamp.match(/../g).map((byte) => parseInt(byte, 16))];
  if (bytes.subarray(0, 8).join() !== own.join() || reader.next() !== blocks.length) throw new Stale();
  const sizes = blocks.map(() => reader.next());
  return sizes.map((size) => {
    reader.at += size;
    return bytes.subarray(reader.at - size, reader.at);
  });
}

// The articles of a blob that have a key: [number, marks agree, in the title].
function postings(blob, rest, marks) {
  const reader = new Reader(blob, 0), found = [];
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
    const { bits, name } = volume;
    const part = bits ? hash >>> (32 - bits) : 0;
    const rest = (hash >>> (32 - bits - REST)) & (2 ** REST - 1);
    const read = async (answer) => blobsOf(await answer.arrayBuffer(), volume);
    const blobs = await this.file(`${name}/${part.toString(16)}.bin`, read);
    return blobs.map((blob) => postings(blob, rest, marks));
  }
  // What lists show of an article.
  async row({ month, place }) {
    const { text, sections, rows, at } = await this.contents();
    let row = rows[nameOf(month, place)];
    if (!row) {
      // Is an old table of contents still that of the site?
      if (Date.now() - at > FRESH_MS) this.files.delete("muc-luc.json");
      if ((await this.contents()).text !== text) throw new Stale();
      row = (await this.file(`${nameOf(month, Math.floor(place / CHUNK))}.json`, (answer) => answer.json()))[place % CHUNK];
    }
    if (!row) throw new Stale();
    const [tail, title, section, photo, lang, badge] = row;
    const day = `${month.slice(0, 4)}/${tail.slice(0, 5)}`;
    return {
      path: `tin-tuc/${day}${tail.slice(5)}/`, title, section: sections[section][1], photo, badge,
      lang: lang || "vi", iso: day.replace(/\//g, "-"), day: day.split("/").reverse().join("/"),
    };
  }
}
