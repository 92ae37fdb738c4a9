// SPDX-License-Identifier: AGPL-3.0-or-later
// Begins the recording of an article as its player is opened, and stops it as that is closed.
export function start(root) {
  const sound = root.querySelector("audio");
  if (!sound) throw new Error("no <audio> inside the root");
  root.addEventListener("toggle", () => {
    if (root.open) sound.play().catch(() => {}); // the device may forbid it: the reader plays it
    else sound.pause();
  });
}
