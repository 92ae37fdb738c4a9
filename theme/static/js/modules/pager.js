// SPDX-License-Identifier: AGPL-3.0-or-later
// A full list page never changes, so it cannot know of the page after it: this asks.
export async function start(root) {
  const { next, newer } = root.dataset;
  if (!next) throw new Error("no data-next on the root");
  const answer = await fetch(next, { method: "HEAD" });
  if (!answer.ok) return;
  const link = document.createElement("a");
  link.className = "button pager__newer";
  link.rel = "prev";
  link.href = next;
  link.textContent = newer;
  root.querySelector(".pager__newest").after(link);
}
