// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists the pages that the service worker keeps, the one read last first; [data-pages] is
// what it calls them.
export async function start(root) {
  const { pages: name } = root.dataset;
  if (!name) throw new Error("no data-pages on the root");
  if (!window.caches) return;
  const list = document.createElement("ul");
  const pages = await caches.open(name);
  list.className = "lines";
  for (const request of (await pages.keys()).reverse()) {
    const answer = await pages.match(request);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const item = document.createElement("li");
    const link = document.createElement("a");
    item.className = "line";
    item.lang = page.documentElement.lang;
    link.className = "line__link";
    link.href = request.url;
    link.textContent = page.querySelector("h1").textContent.trim();
    item.append(link);
    list.append(item);
  }
  root.append(list);
  root.hidden = !list.firstElementChild;
}
