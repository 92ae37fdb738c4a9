// SPDX-License-Identifier: AGPL-3.0-or-later
// Today's date at the portal, whatever the reader's clock and language. [data-weekdays] are
// their names from Sunday on, [data-months] those of the months where a date has names, [data-line]
// is how it reads.
import { fillIn } from "../words.js";

export function today(zone, now = new Date()) {
  const [year, month, day] = new Intl.DateTimeFormat("sv-SE", { timeZone: zone })
    .format(now)
    .split("-");
  return { weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(), year, month, day };
}

export function start(root) {
  const { zone, weekdays, months, line } = root.dataset;
  const date = today(zone);
  date.weekday = weekdays.split(",")[date.weekday];
  if (months) Object.assign(date, { day: Number(date.day), month: months.split(",")[date.month - 1] });
  root.textContent = fillIn(line, date);
}
