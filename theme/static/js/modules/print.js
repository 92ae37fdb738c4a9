// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints the page once its photos are there: a lazy one below the screen would be blank.
const PATIENCE_MS = 4000;

export function start(root) {
  if (!(root instanceof HTMLButtonElement)) throw new Error("the root must be a <button>");
  root.addEventListener("click", async () => {
    const photos = [...document.querySelectorAll("main img")];
    for (const photo of photos) photo.loading = "eager";
    const loaded = Promise.allSettled(photos.map((photo) => photo.decode()));
    await Promise.race([loaded, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
    window.print();
  });
  root.hidden = false;
}
