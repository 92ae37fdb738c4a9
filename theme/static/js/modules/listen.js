// SPDX-License-Identifier: AGPL-3.0-or-later
// Offers to read the article aloud by a voice of the device itself in the language of the
// page; where there is none the button stays away, and no text goes to another host.
export function start(root) {
  const speech = window.speechSynthesis;
  if (!speech) return;
  const { lang } = document.documentElement;
  let voice;

  function look() {
    voice = speech.getVoices().find((one) => one.localService && one.lang.slice(0, 2) === lang);
    root.hidden = !voice;
  }

  root.addEventListener("click", async () => {
    const { turn } = await import("./reading_aloud.js");
    turn(root, voice);
  });
  speech.addEventListener?.("voiceschanged", look);
  look();
}
