// SPDX-License-Identifier: AGPL-3.0-or-later
// A date field that leads to the news of a day; [data-news] is the address of all news.
import { today } from "./today.js";

export function start(root) {
  const news = root.dataset.news;
  if (!news) throw new Error("no data-news on the root");

  const form = document.createElement("form");
  const label = document.createElement("label");
  const row = document.createElement("div");
  const field = document.createElement("input");
  const button = document.createElement("button");
  const said = document.createElement("p");
  label.textContent = "Chọn ngày";
  label.htmlFor = field.id = "ngay-dang";
  row.className = "date-field__row";
  field.className = "field";
  field.type = "date";
  field.required = true;
  const { year, month, day } = today(root.dataset.zone);
  field.max = `${year}-${month}-${day}`;
  button.className = "button button--main";
  button.textContent = "Xem";
  said.className = "date-field__said";
  said.setAttribute("role", "status");
  row.append(field, button);
  form.append(label, row, said);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const address = `${news}${field.value.replaceAll("-", "/")}/`;
    said.textContent = "Đang tìm…";
    // Most days of a young archive have no news: better said here than by a missing page.
    const found = await fetch(address, { method: "HEAD" }).then((answer) => answer.status !== 404, () => true);
    if (found) location.assign(address);
    else said.textContent = `Ngày ${field.value.split("-").reverse().join("/")} không có tin.`;
  });
  root.append(form);
}
