// SPDX-License-Identifier: AGPL-3.0-or-later
// Leads on from the short address of an article, which is that of its day with the mark of the
// story. Where the day has several pages they are looked through, from the newest on.
export function start(root) {
  function lead() {
    const mark = location.hash.slice(1);
    if (!/^\d{5}$/.test(mark)) return;
    const link = document.querySelector(`[id="${mark}"] a`);
    const older = root.querySelector(".pager__older");
    if (link) location.replace(link.href);
    else if (older) location.replace(`${older.href}#${mark}`);
  }

  addEventListener("hashchange", lead);
  lead();
}
