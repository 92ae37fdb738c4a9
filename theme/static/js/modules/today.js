// SPDX-License-Identifier: AGPL-3.0-or-later
// Today's date at the portal, whatever the reader's clock and language.
const WEEKDAYS = ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];

export function today(zone, now = new Date()) {
  const [year, month, day] = new Intl.DateTimeFormat("sv-SE", { timeZone: zone })
    .format(now)
    .split("-");
  return { weekday: WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()], year, month, day };
}

export function start(root) {
  const { weekday, year, month, day } = today(root.dataset.zone);
  root.textContent = `${weekday}, ngày ${day}/${month}/${year}`;
}
