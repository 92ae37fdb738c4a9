// SPDX-License-Identifier: AGPL-3.0-or-later
// Puts the words of a wrong address into the field of the page that it shows.
const NO_WORDS = /^(?:\d+|index|html?|php|aspx?|trang|tin-tuc|chuyen-muc|tac-gia|chu-de)$/i;

export function wordsOf(path) {
  for (const part of path.split("/").reverse()) {
    let text = part;
    try {
      text = decodeURIComponent(part);
    } catch {
      // half an escaped letter; what stands there is as good as anything
    }
    text = text.replace(/\.(?:html?|php|aspx?|jsp)$/i, "");
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
