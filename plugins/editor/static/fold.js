// SPDX-License-Identifier: AGPL-3.0-or-later
// On a phone what is seldom asked for is folded, so that the list begins on the first screen.

export default function fold(details) {
  const isNarrow = matchMedia("(max-width: 40rem)").matches;
  if (isNarrow && !("keep" in details.dataset)) details.open = false;
}
