// SPDX-License-Identifier: AGPL-3.0-or-later
// Starts each [data-module] with the module of that name. Pages work without any of
// them, so one that fails is told in the console, and by its root's words for that if it has
// some, and spoils nothing else.
for (const root of document.querySelectorAll("[data-module]")) {
  const name = root.dataset.module;
  import(`./modules/${name}.js`)
    .then((module) => module.start(root))
    .catch((error) => {
      console.warn(`${name}: ${error.message}`);
      for (const words of root.querySelectorAll(":scope > [data-failed]")) words.hidden = false;
    });
}
