// SPDX-License-Identifier: AGPL-3.0-or-later
// The service worker: what was read last can be read without a network. Above it the build puts
// ROOT (the path of the site), OFFLINE (the page that stands in for others), FIRST (what that
// needs) and VERSION (of that page). With a network readers always get what the host has, but for
// files whose names hold their digests.
const MOST_PAGES = 20;
const PAGES = `pages ${ROOT}`, FILES = `files ${ROOT}`, CORES = `core ${ROOT} `;
const CORE = CORES + VERSION;
const THEME = `${ROOT}theme/`, PHOTOS = `${ROOT}anh/`, ATTACHED = `${ROOT}tep/`;

self.addEventListener("install", (event) => {
  const kept = caches.open(CORE).then((core) => core.addAll([OFFLINE, ...FIRST]));
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(CORES) && name !== CORE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The host is asked while the worker starts.
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  // The page that brought the worker was read before it.
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  await Promise.all(windows.map(async ({ url }) => {
    const { pathname } = new URL(url);
    if (pathname.startsWith(ROOT)) await remember(pathname, await fetch(pathname)).catch(() => {});
  }));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith(THEME) || pathname.startsWith(PHOTOS)) event.respondWith(fileFor(event));
  else if (request.mode === "navigate" && pathname.startsWith(ROOT) && !pathname.startsWith(ATTACHED)) event.respondWith(pageFor(event, pathname));
});

async function pageFor(event, path) {
  try {
    const answer = (await event.preloadResponse) || (await fetch(event.request));
    // Storage may be full.
    event.waitUntil(remember(path, answer.clone()).catch(() => {}));
    return answer;
  } catch {
    const pages = await caches.open(PAGES);
    return (await pages.match(path)) || (await caches.match(OFFLINE)) || Response.error();
  }
}

async function fileFor(event) {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (answer.status === 200) {
    const copy = answer.clone();
    event.waitUntil(caches.open(FILES).then((files) => files.put(event.request, copy)).catch(() => {}));
  }
  return answer;
}

// The page read last stands last. What is gone is forgotten.
async function remember(path, answer) {
  const isGone = answer.status === 404 || answer.status === 410;
  const isPage = answer.status === 200 && (answer.headers.get("Content-Type") || "").startsWith("text/html");
  if (!(isGone || isPage) || path === OFFLINE) return;
  const pages = await caches.open(PAGES);
  await pages.delete(path);
  if (isPage) await pages.put(path, answer);
  const old = (await pages.keys()).slice(0, -MOST_PAGES);
  await Promise.all(old.map((request) => pages.delete(request)));
  if (old.length || isGone) await dropFiles(pages);
}

// Drops what no page that is kept names; of the theme its whole folder is.
async function dropFiles(pages) {
  const files = await caches.open(FILES);
  const texts = await Promise.all((await pages.matchAll()).map((answer) => answer.text()));
  const named = texts.join();
  for (const request of await files.keys()) {
    const { pathname } = new URL(request.url);
    const name = pathname.startsWith(THEME) ? pathname.slice(0, pathname.indexOf("/", THEME.length) + 1) : pathname;
    if (!named.includes(name)) await files.delete(request);
  }
}
