// SPDX-License-Identifier: AGPL-3.0-or-later
// Brings the service worker at [data-worker] once the page has all that it needs itself.
export function start(root) {
  const { worker } = root.dataset;
  if (!worker) throw new Error("no data-worker on the root");
  const { serviceWorker } = navigator;
  // None in private windows of some browsers, nor without HTTPS.
  if (!serviceWorker) return;
  const bring = () => serviceWorker.register(worker).catch((error) => console.warn(`offline_reading: ${error.message}`));
  if (document.readyState === "complete") bring();
  else addEventListener("load", bring, { once: true });
}
