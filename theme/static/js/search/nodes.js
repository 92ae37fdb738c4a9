// SPDX-License-Identifier: AGPL-3.0-or-later
// How the page of search makes what it shows.
export function make(name, className, ...inside) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...inside);
  return node;
}
