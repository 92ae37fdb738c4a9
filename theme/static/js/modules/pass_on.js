// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints the page, copies its address, or hands it to the device's own menu where it has one;
// no third party is told.
const PATIENCE_MS = 4000;
const SHOWN_MS = 3000;

// Once the photos are there: a lazy one below the screen would be blank.
async function printPage() {
  const photos = [...document.querySelectorAll("article img")];
  for (const photo of photos) photo.loading = "eager";
  const loaded = Promise.allSettled(photos.map((photo) => photo.decode()));
  await Promise.race([loaded, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
  window.print();
}

export function start(root) {
  const [print, copy, share] = root.querySelectorAll("button");
  const said = root.querySelector("[role=status]");
  if (!share || !said) throw new Error("the root needs three <button> and a [role=status]");
  const { address, title, copied } = root.dataset;
  const words = copy.textContent;

  print.addEventListener("click", printPage);
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = copied;
      copy.textContent = `\u2713 ${words}`;
    } catch {
      prompt(words, address); // copying is forbidden: the reader does it
    }
    setTimeout(() => {
      copy.textContent = words;
      said.textContent = "";
    }, SHOWN_MS);
  });
  if (navigator.share) {
    // Nothing is to be told when the reader thinks better of it.
    share.addEventListener("click", () => navigator.share({ title, url: address }).catch(() => {}));
    share.hidden = false;
  }
  root.hidden = false;
}
