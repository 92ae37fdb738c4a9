// SPDX-License-Identifier: AGPL-3.0-or-later
// While the archive is read for the first time, the list of articles grows by itself.

const PAUSE_MS = 2000;
// What stands for the list; the search field keeps what is typed into it.
const PARTS = [".count", "table.list tbody", "nav.pages"];

export default function reading(told) {
  const again = async () => {
    try {
      const text = await (await fetch(location.href)).text();
      const page = new DOMParser().parseFromString(text, "text/html");
      for (const part of PARTS) {
        const [now, next] = [document.querySelector(part), page.querySelector(part)];
        // A list with the focus on a link stays as it is.
        if (now && next && !now.contains(document.activeElement)) now.replaceWith(next);
      }
      const next = page.querySelector('[data-module="reading"]');
      if (!next) {
        told.remove();
        return;
      }
      told.textContent = next.textContent;
    } catch {
      // The desk may be starting anew.
    }
    setTimeout(again, PAUSE_MS);
  };
  setTimeout(again, PAUSE_MS);
}
