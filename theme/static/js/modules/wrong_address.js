// SPDX-License-Identifier: AGPL-3.0-or-later
// Puts the words of a wrong address into the field of the page that it shows.
const NO_WORDS = /^(?:\d+|index|html?|php|aspx?|trang|tin-tuc|chuyen-muc|tac-gia|chu-de)$/i;

const decode = (escaped) => new TextDecoder().decode(Uint8Array.from(escaped.slice(1).split("%"), (byte) => parseInt(byte, 16)));

export function wordsOf(path) {
  for (const part of path.split("/").reverse()) {
    // Addresses are cut off within a letter, or written in other encodings: the rest is read.
    const text = part.replace(/(?:%[0-9a-f]{2})+/gi, decode).replace(/\.(?:html?|php|aspx?|jsp)$/i, "");
    const words = text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word && !NO_WORDS.test(word));
    if (!NO_WORDS.test(text) && words.some((word) => /\p{L}/u.test(word))) return words.join(" ").slice(0, 200);
  }
  return "";
}

export function start(root) {
  const field = root.querySelector("input[type=search]");
  if (!field) throw new Error("no search field inside the root");
  if (!field.value) field.value = wordsOf(location.pathname);
}
