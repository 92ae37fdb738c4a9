// SPDX-License-Identifier: AGPL-3.0-or-later
// The size of all type: A- and A+, remembered on this device.
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

export function start(root) {
  const buttons = root.querySelectorAll("button[data-step]");
  if (!buttons.length) throw new Error("no button[data-step] inside the root");
  let step = remembered();

  function show() {
    document.documentElement.style.setProperty("--text-scale", SCALES[step]);
    for (const button of buttons) {
      const idle = !(step + Number(button.dataset.step) in SCALES);
      button.setAttribute("aria-disabled", String(idle));
    }
  }

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const next = step + Number(button.dataset.step);
      if (!(next in SCALES)) return;
      step = next;
      show();
      try {
        localStorage.setItem(KEY, SCALES[step]);
      } catch {
        // the size still holds on this page
      }
    });
  }
  show();
  root.hidden = false;
}
