// SPDX-License-Identifier: AGPL-3.0-or-later
// What the first paint waits for, so that nothing moves. Not a module: those run when
// the page has been drawn already.
// The head of the page is drawn as a whole, not by the pieces that arrive.
const head = { rel: "expect", href: "#dau-trang", blocking: "render" };
document.head.append(Object.assign(document.createElement("link"), head));
// The type size that text_size.js remembered
try {
  const scale = Number(localStorage.getItem("text-scale"));
  if (scale > 0.5 && scale < 2) document.documentElement.style.setProperty("--text-scale", scale);
} catch {
  // storage is forbidden in some private windows
}
