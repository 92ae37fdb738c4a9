// SPDX-License-Identifier: AGPL-3.0-or-later
// "/" puts the cursor into the field to search with, or leads to the page that has one.
// A checkbox switches the key off, for those whose programs type what they say.
const KEY = "slash-key";

function isOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true; // storage is forbidden in some private windows
  }
}

function offerSwitch(place) {
  const box = place.querySelector("input");
  box.checked = isOn();
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, "off");
    } catch {
      box.checked = true;
    }
  });
  place.hidden = false;
}

export function start(root) {
  const field = root.querySelector("input[type=search]");
  if (!field) throw new Error("no search field inside the root");
  const place = root.querySelector(".search__key");
  if (place) offerSwitch(place);
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const alone = !(event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented);
    const typing = target.isContentEditable || target.closest("input, select, textarea, dialog");
    if (key !== "/" || !alone || typing || !isOn()) return;
    event.preventDefault();
    if (field.offsetParent) {
      field.focus();
      field.select();
    } else location.assign(field.form.action);
  });
}
