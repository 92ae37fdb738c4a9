// SPDX-License-Identifier: AGPL-3.0-or-later
// A dialog that shows linked photos: arrow keys, buttons and swipes turn the pages,
// Escape, the button and the way back close it.
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

// Its photo never before its shape: the sheet is there when this is done.
function addSheet(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = address;
  document.head.append(sheet);
  return new Promise((done) => { sheet.onload = sheet.onerror = done; });
}

// `gallery` holds the links, and in its data the sheet and words: label, back, on, close, count.
export async function open(links, first, gallery) {
  const words = gallery.dataset;
  await addSheet(words.sheet);
  let index = first;
  const dialog = document.createElement("dialog");
  const bar = part("div", "bar");
  const count = part("p", "count");
  const picture = document.createElement("picture");
  const source = document.createElement("source");
  const photo = part("img", "photo");
  const caption = part("p", "caption");
  dialog.className = "viewer";
  dialog.lang = gallery.closest("[lang]").lang;
  dialog.tabIndex = -1;
  dialog.setAttribute("aria-label", words.label);
  count.setAttribute("role", "status");
  const turn = (step) => show((index + step + links.length) % links.length);
  bar.append(count);
  if (links.length > 1) bar.append(button(words.back, () => turn(-1)), button(words.on, () => turn(1)));
  bar.append(button(words.close, () => dialog.close()));
  picture.append(source, photo);
  dialog.append(bar, picture, caption);

  function show(next) {
    index = next;
    const link = links[index];
    const small = link.querySelector("img");
    const best = link.querySelector("source");
    const across = (innerHeight * small.getAttribute("width")) / small.getAttribute("height");
    // The copy that fits the screen, of the best kind that the browser knows.
    source.sizes = photo.sizes = `${Math.ceil(Math.min(innerWidth, across))}px`;
    source.type = best?.type ?? "";
    source.srcset = best?.srcset ?? "";
    photo.srcset = small.srcset;
    photo.src = link.href;
    photo.alt = small.alt;
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
  // The way back leads out of the viewer, not off the page; other ways out take it too.
  const close = () => dialog.close();
  addEventListener("popstate", close);
  dialog.addEventListener("close", () => {
    removeEventListener("popstate", close);
    if (history.state?.viewer) history.back();
    dialog.remove();
    links[index].focus();
  });

  show(first);
  document.body.append(dialog);
  history.pushState({ viewer: true }, "");
  dialog.showModal();
  dialog.focus();
}
