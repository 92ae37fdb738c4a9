// SPDX-License-Identifier: AGPL-3.0-or-later
// Starts what scripts add to the desk, each behaviour where [data-module] names it. All pages
// work without: nothing here may be the only way, but for dropping files and the live page.
import article from "./article.js";
import choose from "./choose.js";
import date from "./date.js";
import fold from "./fold.js";
import reading from "./reading.js";
import word from "./word.js";

const modules = { article, choose, date, fold, reading, word };

for (const node of document.querySelectorAll("[data-module]")) modules[node.dataset.module]?.(node);

// After a save that left faults, the summary is where reading goes on.
document.getElementById("tom-tat")?.focus();
