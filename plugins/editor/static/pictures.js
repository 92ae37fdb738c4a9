// SPDX-License-Identifier: AGPL-3.0-or-later
// The pictures within what is pasted, as files: those that the HTML holds itself, and those of
// Word, which are in the RTF beside it alone. Pictures of the web stay where they are.

const KINDS = { png: "image/png", jpeg: "image/jpeg" };
const INLINE = /^data:(image\/(?:png|jpeg|webp|avif));base64,/;

// Gives the pictures of *html* as `files`; `named` gives the HTML with their names for them,
// or without all of them if none are told.
export default function takePictures(html, rtf) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const images = [...page.querySelectorAll("img")];
  const ofWord = images.filter((image) => /^file:/i.test(image.getAttribute("src") ?? ""));
  const hidden = picturesOfRtf(rtf);
  // Only where each has its place: one that is left out would shift all behind it.
  const isPaired = hidden.length === ofWord.length;
  const found = [];
  for (const image of images) {
    const source = image.getAttribute("src") ?? "";
    const inline = INLINE.exec(source);
    const at = ofWord.indexOf(image);
    if (inline) found.push([image, inline[1], fromBase64(source.slice(inline[0].length))]);
    else if (at >= 0 && isPaired) found.push([image, ...hidden[at]]);
  }
  const readable = found.filter(([, , bytes]) => bytes?.length);
  return {
    files: readable.map(([, kind, bytes], at) => {
      const end = kind.split("/")[1];
      return new File([bytes], `anh-dan-${at + 1}.${end}`, { type: kind });
    }),
    named: (names) => {
      for (const image of images) {
        // What is not taken is told by its place; its bytes would be too much to send.
        if (image.getAttribute("src")?.startsWith("data:")) image.setAttribute("src", "#");
      }
      readable.forEach(([image], at) => {
        image.setAttribute("src", names[at] ?? "#");
      });
      return page.documentElement.outerHTML;
    },
  };
}

function fromBase64(text) {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    return undefined;
  }
}

// Lists kind and bytes of the pictures of an RTF text, in their order; each stands there as
// hexadecimal digits behind its properties.
function picturesOfRtf(rtf) {
  const found = [];
  for (const { index, 0: word, 1: kind } of rtf.matchAll(/\\(png|jpeg)blip/g)) {
    let at = index + word.length;
    for (;;) {
      const skipped = /^(?:\s+|\{[^{}]*\}|\\[a-z]+-?\d* ?)/.exec(rtf.slice(at, at + 1000));
      if (!skipped) break;
      at += skipped[0].length;
    }
    const end = rtf.indexOf("}", at);
    const digits = rtf.slice(at, end < 0 ? undefined : end).replace(/\s+/g, "");
    const bytes = new Uint8Array(digits.length >> 1);
    for (let byte = 0; byte < bytes.length; byte += 1) {
      bytes[byte] = Number.parseInt(digits.slice(2 * byte, 2 * byte + 2), 16);
    }
    found.push([KINDS[kind], bytes]);
  }
  return found;
}
