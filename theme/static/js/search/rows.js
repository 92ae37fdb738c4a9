// SPDX-License-Identifier: AGPL-3.0-or-later
// A row of the results: at once from the index, then with an excerpt from its article's page.
import { get } from "./archive.js";
import { excerpt, highlight, passages, proves } from "./excerpt.js";
import { APART } from "./find.js";
import { make } from "./nodes.js";
import { OWN } from "./words.js";

// Ends the requests for pages of an answer that is gone, which would hold up those of the next.
const pending = new Set();
export const leave = () => {
  for (const control of pending) control.abort();
};

// `root` is the address of the front page, `months` the names of the months where dates have them;
// `told` what the index tells of the article.
export function rowOf({ root, months }, hit, told, query) {
  const [path, title, section, [key, width, height], lang, badge] = told, [year, month, day] = path.split("/");
  const link = make("a", "row__link", ...highlight(title, query));
  link.href = `${root}tin-tuc/${path}/`;
  const time = make("time", "", months ? `${+day} ${months.split(",")[month - 1]} ${year}` : `${day}/${month}/${year}`);
  time.dateTime = `${year}-${month}-${day}`;
  const meta = make("p", "row__meta", make("span", "section", section), " ", time);
  meta.lang = OWN;
  if (badge) meta.prepend(make("strong", "badge", badge), " ");
  const summary = make("p", "row__summary"), words = make("div", "row__words", make("h3", "row__title", link), meta, summary);
  const item = make("li", "", make("article", "row row--found", words));
  item.lang = lang;
  // Its place is kept: it comes behind the words, on a slow network.
  const picture = `${root}anh/${key}-${width}`, source = make("source"), image = Object.assign(make("img"), { alt: "", width, height });
  if (key) words.before(make("div", "row__photo", make("picture", "", source, image)));
  const show = () => {
    if (!key) return;
    Object.assign(source, { type: "image/avif", srcset: `${picture}.avif` });
    image.src = `${picture}.jpg`;
  };
  return { item, link, summary, hit, show };
}

// Puts the excerpt in its place; notes whether the page refutes what the index told. Without
// its excerpt a row is still a way to its article.
export async function fill({ hit, link, summary, show }, query) {
  const control = new AbortController();
  pending.add(control);
  try {
    const texts = await get(link.href, async (answer) => {
      // So many bytes take a phone too long.
      if (answer.headers.get("content-length") > 400000) return [];
      return passages(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }, undefined, control);
    if (!texts[0]) return;
    hit.refuted = !proves([link.textContent, ...texts], query, hit);
    summary.append(...excerpt(texts, query, hit.level <= APART));
  } catch {
    // There is no network, or the article is gone.
  } finally {
    pending.delete(control);
    if (!control.signal.aborted) show();
  }
}
