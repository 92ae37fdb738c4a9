// SPDX-License-Identifier: AGPL-3.0-or-later
// A dialog that shows linked photos: arrow keys, buttons and swipes turn the pages,
// Escape and the button close it.
import { fillIn } from "../words.js";

const SWIPE_PX = 40;

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function part(tag, name) {
  const made = document.createElement(tag);
  made.className = `viewer__${name}`;
  return made;
}

// `gallery` holds the links, and the words in its data: back, on, close, count.
export function open(links, first, gallery) {
  const words = gallery.dataset;
  let index = first;
  const dialog = document.createElement("dialog");
  const bar = part("div", "bar");
  const count = part("p", "count");
  const photo = part("img", "photo");
  const caption = part("p", "caption");
  dialog.className = "viewer";
  dialog.lang = gallery.closest("[lang]").lang;
  dialog.setAttribute("aria-label", gallery.getAttribute("aria-label"));
  count.setAttribute("role", "status");
  const turn = (step) => show((index + step + links.length) % links.length);
  bar.append(count);
  if (links.length > 1) bar.append(button(words.back, () => turn(-1)), button(words.on, () => turn(1)));
  bar.append(button(words.close, () => dialog.close()));
  bar.querySelector("button:nth-of-type(2), button").autofocus = true;
  dialog.append(bar, photo, caption);

  function show(next) {
    index = next;
    const link = links[index];
    photo.src = link.href;
    photo.alt = link.querySelector("img").alt;
    photo.lang = caption.lang = link.closest("[lang]").lang;
    const parts = link.parentElement.querySelector("figcaption")?.cloneNode(true).childNodes ?? [];
    caption.replaceChildren(...parts);
    count.textContent = fillIn(words.count, { number: index + 1, total: links.length });
  }

  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") turn(-1);
    if (event.key === "ArrowRight") turn(1);
  });
  // One finger that goes across turns the page; not one that moves an enlarged photo.
  let from = null;
  photo.addEventListener("touchstart", (event) => {
    const alone = event.touches.length === 1 && !(window.visualViewport?.scale > 1.01);
    from = alone ? event.touches[0] : null;
  }, { passive: true });
  photo.addEventListener("touchend", (event) => {
    if (!from) return;
    const [to] = event.changedTouches;
    const across = to.clientX - from.clientX;
    const far = Math.max(SWIPE_PX, 2 * Math.abs(to.clientY - from.clientY));
    if (Math.abs(across) > far) turn(across > 0 ? -1 : 1);
    from = null;
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    links[index].focus();
  });

  show(first);
  document.body.append(dialog);
  dialog.showModal();
}
