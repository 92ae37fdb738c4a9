// SPDX-License-Identifier: AGPL-3.0-or-later
// The urgent notices. Pages that change with every article have them in them, and there those
// that are over go; all others ask the small file at [data-urgent], and show them at the foot
// of the window, where nothing moves. What a reader has closed stays shut in that tab.
const KEY = "urgent-closed";

function closed() {
  try {
    return sessionStorage.getItem(KEY) || "";
  } catch {
    return ""; // storage is forbidden in some private windows
  }
}

function dropEnded(root) {
  const items = [...root.querySelectorAll("[data-until]")];
  const ended = items.filter((item) => Date.parse(item.dataset.until) <= Date.now());
  for (const item of ended) item.remove();
  if (ended.length === items.length) root.remove();
}

// Those in the language of the page or, where there are none, all, as on the front pages.
async function ask(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  const { notices } = await answer.json();
  const now = notices.filter(({ until }) => Date.parse(until) > Date.now());
  const own = now.filter(({ lang }) => lang === document.documentElement.lang);
  return (own.length ? own : now).filter((notice) => notice.address !== location.pathname);
}

function make(tag, name, ...parts) {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...parts);
  return made;
}

function show(root, notices) {
  const { body, documentElement: page } = document;
  const list = make("ul", "urgent__list", ...notices.map(({ address, title, lang }) => {
    const link = make("a", "urgent__link", title);
    link.href = address;
    link.lang = lang;
    return make("li", "", link);
  }));
  const button = make("button", "button urgent__close", root.dataset.close);
  // What is reached by keys stays above it, and so does the end of the page.
  const keepRoom = () => {
    const height = `${root.offsetHeight}px`;
    page.style.scrollPaddingBottom = height;
    body.style.paddingBottom = height;
  };
  button.type = "button";
  button.addEventListener("click", () => {
    root.remove();
    removeEventListener("resize", keepRoom);
    page.style.scrollPaddingBottom = body.style.paddingBottom = "";
    try {
      sessionStorage.setItem(KEY, nameOf(notices));
    } catch {
      // it is shut on this page
    }
  });
  root.hidden = false;
  root.classList.add("urgent--foot");
  root.append(make("div", "wrap urgent__row", make("p", "urgent__label", root.getAttribute("aria-label")), list, button));
  keepRoom();
  addEventListener("resize", keepRoom);
}

const nameOf = (notices) => notices.map(({ address }) => address).join(" ");

export async function start(root) {
  const { urgent } = root.dataset;
  if (!urgent) return dropEnded(root);
  const notices = await ask(urgent);
  if (notices.length && nameOf(notices) !== closed()) show(root, notices);
}
