// SPDX-License-Identifier: AGPL-3.0-or-later
// A date field that leads to the news of a day, or of the nearest day that has some.
// [data-news] is the address of all news, [data-days] that of the file that lists the
// days, which is asked for when the field is used. In a section or language [data-news] is its
// address, [data-below] where its months stand below that, and [data-months] lists them, or is
// empty where its own page is to be asked for them; the rest are the words of the field.
import { fillIn } from "../words.js";

// Each year of the file has a number for each month; its lowest bit is the first day.
async function daysWithNews(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  const days = [];
  for (const [year, months] of Object.entries(await answer.json())) {
    months.forEach((bits, month) => {
      for (let day = 1; bits >> (day - 1); day += 1) {
        if ((bits >> (day - 1)) & 1) days.push(Date.UTC(year, month, day));
      }
    });
  }
  return days;
}

async function monthsOf(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-news][data-months]").dataset.months;
}

const iso = (day) => new Date(day).toISOString().slice(0, 10);
const shown = (date) => date.split("-").reverse().join("/");

// Reads 5/12/2026, 05-12-2026, 05122026 or 2026-12-05; NaN where that is no day.
export function dayOf(text) {
  const parts = text.trim().match(/^(\d{1,2})[-./ ]?(\d{1,2})[-./ ]?(\d{4})$/);
  const turned = text.trim().match(/^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/);
  const [year, month, day] = turned ? turned.slice(1) : (parts ? parts.slice(1).reverse() : []);
  const found = Date.UTC(year, month - 1, day);
  return new Date(found).getUTCDate() === Number(day) ? found : NaN;
}

export function start(root) {
  const { news, below = "", days, months, label: name, submit, hint, nearest: other, form: example, wrong } = root.dataset;
  if (!news || (days ?? months) === undefined) throw new Error("the root needs data-news, and data-days or data-months");

  const form = document.createElement("form");
  const label = document.createElement("label");
  const row = document.createElement("div");
  const field = document.createElement("input");
  const button = document.createElement("button");
  const said = document.createElement("p");
  label.textContent = name;
  label.htmlFor = field.id = "ngay-dang";
  row.className = "date-field__row";
  field.className = "field";
  field.inputMode = "numeric";
  field.autocomplete = "off";
  field.placeholder = example;
  field.required = true;
  button.className = "button button--main";
  button.textContent = submit;
  said.className = "date-field__said";
  said.setAttribute("role", "status");
  said.textContent = hint;
  said.id = "ngay-dang-chu";
  field.setAttribute("aria-describedby", said.id);
  row.append(field, button);
  form.append(label, row, said);

  // Without the list every day is as good as another. A month stands for its first day.
  let asked;
  const listed = async () => (months || await monthsOf(news)).split(" ").map((month) => Date.parse(`${month.replace("/", "-")}-01`));
  const known = () => (asked ??= (days ? daysWithNews(days) : listed()).catch(() => []));
  async function nearest() {
    const typed = dayOf(field.value);
    const wanted = days ? typed : Date.parse(`${iso(typed).slice(0, 7)}-01`);
    const far = (day) => Math.abs(day - wanted);
    const [first = wanted, ...others] = await known();
    const found = others.reduce((best, day) => (far(day) < far(best) ? day : best), first);
    return [iso(wanted), iso(found)].map((day) => (days ? day : day.slice(0, 7)));
  }
  function isNamed() {
    const sound = !Number.isNaN(dayOf(field.value));
    if (!sound) said.textContent = fillIn(wrong, { written: field.value });
    field.setAttribute("aria-invalid", String(!sound));
    return sound;
  }

  field.addEventListener("focus", known, { once: true });
  field.addEventListener("change", () => field.value && isNamed());
  field.addEventListener("input", async () => {
    said.textContent = hint;
    const { value } = field;
    if (Number.isNaN(dayOf(value))) return;
    const [wanted, found] = await nearest();
    if (field.value !== value || found === wanted) return;
    said.textContent = fillIn(other, { wanted: shown(wanted), found: shown(found) });
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!isNamed()) return;
    const [, found] = await nearest();
    location.assign(`${news}${below}${found.replaceAll("-", "/")}/`);
  });
  root.append(form);
}
