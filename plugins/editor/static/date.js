// SPDX-License-Identifier: AGPL-3.0-or-later
// A calendar beside a field of a date, which stays a line that can be typed.

export default function date(field) {
  if (!("showPicker" in HTMLInputElement.prototype)) return;
  const calendar = document.createElement("input");
  calendar.type = "datetime-local";
  calendar.className = "unseen";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "date__button";
  button.textContent = "Lịch";
  const label = document.querySelector(`label[for="${field.id}"]`).firstChild.textContent.trim();
  button.setAttribute("aria-label", `Lịch của ${label}`);
  button.addEventListener("click", () => {
    calendar.value = toMachine(field.value);
    calendar.showPicker();
  });
  calendar.addEventListener("change", () => {
    const [year, month, day, time] = calendar.value.split(/[-T]/);
    if (!time) return;
    field.value = `${day}/${month}/${year} ${time}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.after(button, calendar);
}

// "23/02/2026 14:57" as the calendar writes it; "" for what is no such date.
function toMachine(text) {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2}))?/.exec(text.trim());
  if (!found) return "";
  const [, day, month, year, hour = "00", minute = "00"] = found;
  const two = (number) => number.padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
