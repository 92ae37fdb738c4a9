// SPDX-License-Identifier: AGPL-3.0-or-later
// What the first paint waits for, so that nothing moves. Not a module: those run when
// the page has been drawn already.
// The head of the page is drawn as a whole, not by the pieces that arrive.
const head = { rel: "expect", href: "#dau-trang", blocking: "render" };
document.head.append(Object.assign(document.createElement("link"), head));
const { documentElement: whole, fonts } = document;
// A page in Khmer is drawn with its letters, on a device that has none of its own: boxes cannot
// be read, and would move everything when the letters come. After 3 s it is shown as it is.
if (whole.lang === "km" && fonts) {
  const show = () => whole.style.removeProperty("visibility");
  whole.style.setProperty("visibility", "hidden");
  setTimeout(show, 3000);
  // Only what was set in the letters before it is shown stays where it is.
  const wait = () => requestAnimationFrame(() => requestAnimationFrame(show));
  fonts.load("1em web-khmer", "\u1780").then(wait, show);
}
// Letters that a device lacks are boxes of one width. On a page in Khmer they are loaded.
const pen = document.createElement("canvas").getContext("2d");
const [narrow, wide] = ["\u1780", "\u1789"].map((letter) => pen?.measureText(letter).width);
if (narrow === wide && whole.lang !== "km") whole.classList.add("no-khmer");
// What the device cannot do leaves no hole among an article's tools.
if (!navigator.share) whole.classList.add("no-share");
// The type size that text_size.js remembered
try {
  const scale = Number(localStorage.getItem("text-scale"));
  if (scale > 0.5 && scale < 2) whole.style.setProperty("--text-scale", scale);
} catch {
  // storage is forbidden in some private windows
}
