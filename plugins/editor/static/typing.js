// SPDX-License-Identifier: AGPL-3.0-or-later
// Puts text into a field as if it were typed, so that it can be undone.

// Letters that browsers type in a second; of 400,000 Chromium makes 13 s.
export const LONG = 50_000;

export function type(field, text) {
  field.focus();
  if (text.length < LONG && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// As `type`, with the blank lines that a block of its own needs.
export function typeBlock(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const head = !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  type(field, head + text + tail);
}
