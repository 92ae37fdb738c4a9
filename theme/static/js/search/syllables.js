// SPDX-License-Identifier: AGPL-3.0-or-later
// How text becomes tokens and tokens become keys: as in plugins/newsroom/search_text.py,
// to which one table of cases holds both.
const TOKEN = /\d+|[²³\da-zß-öø-ɏ\u0300-\u036f\u0370-\u0373\u0376\u0377\u037b-\u037d\u0386-\u0481\u048a-\u052fḀ-ỿἀ-ῼ]+|[ក-ឳ](?:្[ក-ឳ])*[ា-៓៝]*|[០-៩]+|[\u0e01-\u0e4e\u0e80-\u0ede\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]/g,
  INVISIBLE = /[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+/g,
  TONES = /[\u0301\u0300\u0309\u0303\u0323]/g,
  PLAIN = { đ: "d", ð: "d", ɖ: "d", ø: "o", ł: "l", æ: "ae", œ: "oe", þ: "th", ı: "i", ß: "ss", ς: "σ" };

const once = (make) => {
  const known = new Map();
  return (token) => {
    if (!known.has(token)) known.set(token, make(token));
    return known.get(token);
  };
};

// Without marks.
export const fold = once((token) =>
  token.normalize("NFKD").replace(/[^\0-~]/g, (letter) => PLAIN[letter] || letter).replace(/[\u0300-\u036f]+/g, "").normalize("NFC"));

// With its marks, the tone at its end, so that "hoà" and "hòa" are one.
export const exact = once((token) => {
  const parts = token.normalize("NFKD");
  return parts.replace(TONES, "").normalize("NFC") + (parts.match(TONES) || []).join("");
});

// The tokens of a text, each with its place in what `clean` makes of the text: İ is the only
// letter that is two when it is small.
export const clean = (text) => text.normalize("NFC").replace(INVISIBLE, "").replace(/İ/g, "I\u0307");
export const places = (text) => [...text.toLowerCase().matchAll(TOKEN)];
export const tokens = (text) => places(clean(text)).map(([token]) => token);

// CRC-32 times a factor.
export const hash = once((text) => {
  let crc = -1;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return Math.imul(~crc, 0x9e3779b1) >>> 0;
});

// Keys: a hash of letters, and five bits that tell their marks apart. A day or telephone
// is a word of its own ("ngay 2017-02-23", "dien 19001234"), without marks.
export const isNamed = (token) => token.includes(" ");
export const alone = (token) => ({ hash: hash(fold(token)), marks: isNamed(token) ? 0 : hash(exact(token)) >>> 27 });
export function pair(first, second) {
  const { hash: top, marks } = alone(first), next = alone(second);
  return { hash: top - (top % 2 ** 27) + ((3 * top + next.hash) % 2 ** 27), marks: (3 * marks + next.marks) & 31 };
}
