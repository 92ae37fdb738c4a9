// SPDX-License-Identifier: AGPL-3.0-or-later
// Reads the article aloud, sentence by sentence; the same button begins and stops.
const READ = ".title, .sapo, .prose p, .prose li, .prose h2, .prose h3, .prose h4";
const APART = "figure, .gallery, .footnote, table";
// Some voices fall silent in what takes longer than a quarter of a minute.
const SENTENCES = /[^.!?…;:]+[.!?…;:]*\s*/g;

function sentences() {
  const whole = [...document.querySelectorAll(READ)].filter(
    (part) => !part.closest(APART) && !part.querySelector("p, li"));
  return whole.flatMap((part) => part.textContent.match(SENTENCES) || []);
}

let words = ""; // of the button, while it stops what is read

function stop(button) {
  speechSynthesis.cancel();
  button.textContent = words;
  words = "";
}

export function turn(button, voice) {
  if (words) return stop(button);
  const queue = sentences().map((text) => new SpeechSynthesisUtterance(text));
  speechSynthesis.cancel();
  for (const part of queue) {
    part.voice = voice;
    part.lang = voice.lang;
    speechSynthesis.speak(part);
  }
  queue[queue.length - 1].onend = () => stop(button);
  words = button.textContent;
  button.textContent = button.dataset.stop;
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
