// SPDX-License-Identifier: AGPL-3.0-or-later
// The faults of `make check` beside their fields, while an article is typed.
import { askFor } from "./asking.js";

export default function checkWhileTyping(form) {
  let last;
  return async () => {
    last?.abort();
    last = new AbortController();
    try {
      const { faults } = await askFor("kiem", textOf(form), { signal: last.signal });
      show(form, faults);
    } catch {
      // A later look tells; what is typed is not in danger.
    }
  };
}

// The fields of *form* without its files, which are not to be sent with each pause.
export function textOf(form) {
  const data = new FormData(form);
  for (const name of ["tep", "word"]) data.delete(name);
  return data;
}

function show(form, faults) {
  for (const place of form.querySelectorAll(".faults")) place.replaceChildren();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const fault of faults) {
    const place = document.getElementById(`loi-${fault.name}`);
    if (!place) continue;
    place.append(sentence(fault));
    place.closest("details")?.setAttribute("open", "");
    const field = form.elements[fault.name];
    if (!fault.warning && field?.setAttribute) field.setAttribute("aria-invalid", "true");
  }
}

function sentence({ line, problem, mend, warning }) {
  const words = document.createElement("p");
  words.className = warning ? "fault fault--warning" : "fault";
  const kind = document.createElement("strong");
  kind.textContent = warning ? "Cảnh báo:" : "Lỗi:";
  words.append(kind, ` ${line ? `dòng ${line}: ` : ""}${problem} — Sửa: ${mend}`);
  return words;
}
