// SPDX-License-Identifier: AGPL-3.0-or-later
// What scripts add to the desk, each behaviour where [data-module] names it. All pages work
// without: nothing here may be the only way.

// After a save that left faults, the summary is where reading goes on.
const summary = document.getElementById("tom-tat");
if (summary) summary.focus();
