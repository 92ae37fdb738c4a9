// SPDX-License-Identifier: AGPL-3.0-or-later
// Today's date in Vietnam, whatever the reader's clock and language.
const WEEKDAYS = ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const HOURS_AHEAD = 7;

export function today(now = Date.now()) {
  const there = new Date(now + HOURS_AHEAD * 3600e3);
  const [year, month, day] = there.toISOString().slice(0, 10).split("-");
  return { weekday: WEEKDAYS[there.getUTCDay()], year, month, day };
}

export function start(root) {
  const { weekday, year, month, day } = today();
  root.textContent = `${weekday}, ngày ${day}/${month}/${year}`;
}
