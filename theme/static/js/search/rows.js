// SPDX-License-Identifier: AGPL-3.0-or-later
// A row of the results: at once from the index, then with an excerpt from its article's page.
import { get } from "./archive.js";
import { excerpt, highlight, passages, proves } from "./excerpt.js";
import { APART, LETTERS, PARTLY } from "./find.js";

const HEAVY_BYTES = 400000;

export function make(name, className, ...inside) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...inside);
  return node;
}

// `home` is the address of the front page; `told` what the index tells of the article.
export function rowOf(home, hit, told, query) {
  const link = make("a", "row__link", ...highlight(told.title, query));
  link.href = home + told.path;
  const time = make("time", "", told.day);
  time.dateTime = told.iso;
  const meta = make("p", "row__meta", make("span", "row__section", told.section), " ", time);
  meta.lang = document.documentElement.lang;
  if (told.badge) meta.prepend(make("strong", "badge", told.badge), " ");
  const summary = make("p", "row__summary");
  const words = make("div", "row__words", make("h3", "row__title", link), meta, summary);
  const item = make("li", "", make("article", "row row--found", words));
  item.lang = told.lang;
  if (told.photo) {
    const [key, width, height] = told.photo;
    const source = make("source"), image = make("img");
    source.type = "image/avif";
    source.srcset = `${home}anh/${key}-${width}.avif`;
    Object.assign(image, { alt: "", loading: "lazy", width, height, src: `${home}anh/${key}-${width}.jpg` });
    words.before(make("div", "row__photo", make("picture", "", source, image)));
  }
  return { item, link, summary, hit, title: told.title };
}

// Puts the excerpt in its place; notes whether the page refutes what the index told.
export async function fill(row, query) {
  const { hit, link, summary } = row;
  const texts = await get(link.href, async (answer) => {
    if (Number(answer.headers.get("content-length")) > HEAVY_BYTES) return null;
    return passages(new DOMParser().parseFromString(await answer.text(), "text/html"));
  });
  if (!texts) return;
  const whole = [row.title, ...texts];
  // Two pairs of syllables may have one key by chance.
  if (hit.level >= LETTERS) row.refuted = !excerpt(whole, query);
  if (hit.level > PARTLY && !proves(whole, query)) row.refuted = true;
  const shown = excerpt(texts, query, hit.level === APART) || excerpt(texts, query, true);
  summary.append(...(shown || [(texts[0] || "").slice(0, 200)]));
}
