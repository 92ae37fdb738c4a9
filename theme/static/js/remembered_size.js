// SPDX-License-Identifier: AGPL-3.0-or-later
// Sets the type size that text_size.js remembered before anything is drawn, so that
// nothing moves. Not a module: those run when the page has been drawn already.
try {
  const scale = Number(localStorage.getItem("text-scale"));
  if (scale > 0.5 && scale < 2) document.documentElement.style.setProperty("--text-scale", scale);
} catch {
  // storage is forbidden in some private windows
}
