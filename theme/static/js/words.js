// SPDX-License-Identifier: AGPL-3.0-or-later
// What the site says stands in the page, in its language; here its places are filled in.
export const fillIn = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
