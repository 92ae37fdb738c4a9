// SPDX-License-Identifier: AGPL-3.0-or-later
// Stands in the place of the service worker where readers are to have none: the one that a
// browser still has asks for itself now and then, finds this, and goes with all that it kept.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(end()));

async function end() {
  const names = await caches.keys();
  const own = names.filter((name) => [`pages ${ROOT}`, `files ${ROOT}`].includes(name) || name.startsWith(`core ${ROOT} `));
  await Promise.all(own.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
