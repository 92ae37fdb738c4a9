// SPDX-License-Identifier: AGPL-3.0-or-later
// Opens the photos of a text one after the other; the viewer comes on the first click.
// Its words and style sheet stand in the data of the root.
export function start(root) {
  const links = [...root.querySelectorAll("a.gallery__link")];
  if (!links.length) return; // the only photos are posters of films
  root.addEventListener("click", async (event) => {
    const index = links.indexOf(event.target.closest("a"));
    const wanted = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (index < 0 || !wanted || !window.HTMLDialogElement) return;
    event.preventDefault();
    try {
      const { open } = await import("./viewer.js");
      open(links, index, root);
    } catch {
      location.assign(links[index].href);
    }
  });
}
