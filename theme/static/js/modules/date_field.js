// SPDX-License-Identifier: AGPL-3.0-or-later
// A date field that leads to the news of a day, or of the nearest day that has some.
// [data-news] is the address of all news, [data-days] that of the file that lists the
// days, which is asked for when the field is used; the rest are the words of the field.
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

const iso = (day) => new Date(day).toISOString().slice(0, 10);
const shown = (date) => date.split("-").reverse().join("/");

export function start(root) {
  const { news, days, label: name, submit, hint, nearest: other } = root.dataset;
  if (!news || !days) throw new Error("the root needs data-news and data-days");

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
  field.type = "date";
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

  // Without the list every day is as good as another.
  let asked;
  const known = () => (asked ??= daysWithNews(days).catch(() => []));
  async function nearest() {
    const wanted = field.valueAsNumber;
    const far = (day) => Math.abs(day - wanted);
    const [first = wanted, ...others] = await known();
    return iso(others.reduce((best, day) => (far(day) < far(best) ? day : best), first));
  }

  field.addEventListener("focus", known, { once: true });
  field.addEventListener("change", async () => {
    said.textContent = hint;
    const { value } = field;
    if (!value) return;
    const found = await nearest();
    if (field.value !== value || found === value) return;
    said.textContent = fillIn(other, { wanted: shown(value), found: shown(found) });
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    location.assign(`${news}${(await nearest()).replaceAll("-", "/")}/`);
  });
  root.append(form);
}
