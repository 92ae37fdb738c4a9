// SPDX-License-Identifier: AGPL-3.0-or-later
// A copy of what is typed, in this browser: a closed tab or a desk that ended takes nothing.
// It goes once the article was saved. A new article is kept by the number of its form, until it
// has a path; whichever was kept last is offered where the next one begins.
import { afterPause } from "./asking.js";

const PAUSE_MS = 200;
const DAYS = 30;
const OURS = "ban-bien-tap ";
const NEW = `${OURS}bài mới `;

export default function keepCopy(form) {
  const { moi } = form.elements;
  const done = new URLSearchParams(location.search).get("da");
  if (done) forget(keyOf(form));
  // What this window sent last has been saved, a new article under its path.
  if (done && done !== "bo") forget(sessionStorage.getItem(OURS));
  forgetOld();
  // A form that was shown again says what was typed, which is nowhere saved.
  const isShownAgain = location.pathname.endsWith("/luu");
  const loaded = isShownAgain ? "" : said(form);
  const key = moi && !read(keyOf(form)) ? newest() : keyOf(form);
  const kept = read(key);
  if (kept && !isShownAgain && said(kept.fields) !== loaded) offer(form, kept, () => forget(key));
  const keep = () => {
    if (said(form) === loaded) return;
    const fields = fieldsOf(form);
    const key = keyOf(form);
    if (moi && !key.startsWith(NEW)) forget(NEW + moi.value);
    try {
      localStorage.setItem(key, JSON.stringify({ time: Date.now(), fields }));
    } catch {
      // No room: the form itself still has it all.
    }
  };
  if (isShownAgain) keep();
  form.addEventListener("input", afterPause(PAUSE_MS, keep));
  form.addEventListener("submit", () => {
    sessionStorage.setItem(OURS, keyOf(form));
    keep();
  });
  addEventListener("pagehide", keep);
}

function keyOf(form) {
  const { "duong-dan": path, moi } = form.elements;
  return path.value ? OURS + path.value : NEW + (moi?.value ?? "");
}

// The key of the new article that was typed last, "" if none is kept.
function newest() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(NEW));
  return keys.sort((a, b) => (read(b)?.time ?? 0) - (read(a)?.time ?? 0))[0] ?? "";
}

function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => name !== "khoa" && typeof value === "string");
}

// What a form or its copy says, but for the version that it was made of.
function said(fields) {
  const pairs = Array.isArray(fields) ? fields : fieldsOf(fields);
  const told = pairs.filter(([name, value]) => !["goc", "viec", "moi"].includes(name) && value !== "");
  return JSON.stringify(told.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]).sort());
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function forgetOld() {
  const end = Date.now() - DAYS * 24 * 3600 * 1000;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(OURS) && (read(key)?.time ?? 0) < end) forget(key);
  }
}

// Offers the copy; it is shown by the desk, so that it may have more rows than this form.
function offer(form, kept, drop) {
  const box = document.createElement("form");
  box.className = "note";
  box.method = "post";
  box.action = form.action;
  box.enctype = form.enctype;
  const at = new Intl.DateTimeFormat("vi", { dateStyle: "short", timeStyle: "short" });
  const words = document.createElement("p");
  words.textContent = `Trình duyệt này còn giữ phần chữ chưa lưu lúc ${at.format(kept.time)}. `;
  const take = document.createElement("button");
  take.textContent = "Lấy lại phần ấy";
  const leave = document.createElement("button");
  leave.type = "button";
  leave.textContent = "Bỏ đi";
  leave.addEventListener("click", () => {
    drop();
    box.remove();
  });
  words.append(take, " ", leave);
  box.append(words);
  const hidden = [["khoa", form.elements.khoa.value], ["viec", "lay-lai"], ...kept.fields, ["du", "1"]];
  for (const [name, value] of hidden) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    field.hidden = true;
    box.append(field);
  }
  form.before(box);
}
