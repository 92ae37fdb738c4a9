// SPDX-License-Identifier: AGPL-3.0-or-later
// The size of all type: A- and A+, remembered on this device. They stand on a page more than
// once, and all tell whether there is a step more.
const SCALES = [0.9, 1, 1.15, 1.3, 1.5, 1.75];
const NORMAL = 1;
const KEY = "text-scale"; // read by first_paint.js too

function remembered() {
  try {
    const step = SCALES.indexOf(Number(localStorage.getItem(KEY)));
    return step < 0 ? NORMAL : step;
  } catch {
    return NORMAL; // storage is forbidden in some private windows
  }
}

let current = remembered();
const has = (button) => current + Number(button.dataset.step) in SCALES;

function show() {
  document.documentElement.style.setProperty("--text-scale", SCALES[current]);
  for (const button of document.querySelectorAll("button[data-step]")) {
    button.setAttribute("aria-disabled", String(!has(button)));
  }
}

export function start(root) {
  const buttons = root.querySelectorAll("button[data-step]");
  if (!buttons.length) throw new Error("no button[data-step] inside the root");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      if (!has(button)) return;
      current += Number(button.dataset.step);
      show();
      try {
        localStorage.setItem(KEY, SCALES[current]);
      } catch {
        // the size still holds on this page
      }
    });
  }
  show();
  root.hidden = false;
}
