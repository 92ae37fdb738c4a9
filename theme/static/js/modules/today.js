// SPDX-License-Identifier: AGPL-3.0-or-later
// Today's date at the portal, whatever the reader's clock and language. [data-weekdays] are
// their names from Sunday on, [data-line] is how the date reads.
import { fillIn } from "../words.js";

export function today(zone, now = new Date()) {
  const [year, month, day] = new Intl.DateTimeFormat("sv-SE", { timeZone: zone })
    .format(now)
    .split("-");
  return { weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(), year, month, day };
}

export function start(root) {
  const { zone, weekdays, line } = root.dataset;
  const { weekday, ...date } = today(zone);
  root.textContent = fillIn(line, { ...date, weekday: weekdays.split(",")[weekday] });
}
