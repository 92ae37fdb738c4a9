// SPDX-License-Identifier: AGPL-3.0-or-later
// The newest stories on a page that must not change with each of them: [data-latest] is
// the address of the file that does, [data-after] a moment that they are later than. It is asked
// for when the reader comes near, and only what fits into the place kept by the style sheet is
// shown, so nothing moves.
const NEAR = "400px";

function line({ address, title, lang, day, date }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const meta = document.createElement("span");
  const time = document.createElement("time");
  item.className = "line";
  item.lang = lang;
  link.className = "line__link";
  link.href = address;
  link.textContent = title;
  meta.className = "line__meta";
  meta.lang = document.documentElement.lang;
  time.dateTime = date;
  time.textContent = day;
  meta.append(time);
  item.append(link, meta);
  return item;
}

async function fill(root) {
  const answer = await fetch(root.dataset.latest);
  if (!answer.ok) throw new Error(`${answer.status} for ${answer.url}`);
  const { stories } = await answer.json();
  const after = Date.parse(root.dataset.after) || 0;
  const seen = new Set([...document.querySelectorAll("main a")].map((link) => link.pathname));
  seen.add(location.pathname);
  const list = document.createElement("ul");
  const height = root.offsetHeight;
  list.className = "lines";
  const box = root.firstElementChild;
  box.append(list);
  let isFull = false;
  for (const story of stories) {
    if (seen.has(story.address) || Date.parse(story.date) <= after) continue;
    const item = line(story);
    list.append(item);
    if (root.offsetHeight > height) {
      item.remove();
      isFull = true;
      break;
    }
  }
  // What is left of the place is bare, no large empty box; below the window, where nothing is
  // seen to move, it goes.
  if (!isFull) box.style.minHeight = 0;
  if (!list.firstElementChild) box.style.visibility = "hidden";
  if (root.getBoundingClientRect().top < innerHeight) return;
  root.style.minHeight = 0;
  root.hidden = !list.firstElementChild;
}

export function start(root) {
  if (!root.dataset.latest) throw new Error("no data-latest on the root");
  const watch = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watch.disconnect();
    fill(root).catch(() => {
      root.style.minHeight = 0; // no network; the link in the heading is left
    });
  }, { rootMargin: NEAR });
  watch.observe(root);
}
