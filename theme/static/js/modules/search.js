// SPDX-License-Identifier: AGPL-3.0-or-later
// The page of search. What is sought stands in the address, so that it can be kept, shared
// and come back to; nothing is asked for but files of the index and articles' pages.
import { Answers, PAGE } from "../search/answers.js";
import { Archive, Stale } from "../search/archive.js";
import { APART, MARKS } from "../search/find.js";
import { parse, plain } from "../search/parse.js";
import { fill, make, rowOf } from "../search/rows.js";
import { offers, retyped } from "../search/spelling.js";
import { fold } from "../search/syllables.js";
import { before, headingOf, learn, quoted, say, told, understood } from "../search/words.js";

const PAUSE_MS = 500;
const PARTS = ["q", "chuyen-muc", "nam", "tac-gia", "xep"];

export function start(root) {
  const [form, said, found, newest] = ["form", ".found__said", ".found", ".newest"].map((name) => root.querySelector(name));
  if (!newest) throw new Error("no .newest inside the root");
  learn(root.dataset.words);
  const archive = new Archive(root.dataset.index);
  const field = form.elements.q, title = document.title;
  // What is being sought; what comes for anything else comes too late.
  let job = null;
  let pause = 0, patience = 0;

  // The address and the form say the same.
  const valuesOf = (get) => Object.fromEntries(PARTS.map((name) => [name, get(name) || ""]));
  function read() {
    const asked = new URLSearchParams(location.search);
    return valuesOf((name) => asked.get(name));
  }
  function addressOf(values) {
    const asked = new URLSearchParams();
    for (const name of PARTS) if (values[name]) asked.set(name, values[name]);
    return `${location.pathname}?${asked}`.replace(/\?$/, "");
  }
  function write(act) {
    const address = addressOf(valuesOf((name) => form.elements[name].value.trim()));
    if (address === location.pathname + location.search) return false;
    history[act](null, "", address);
    return true;
  }
  function arrive() {
    const values = read();
    for (const name of PARTS) {
      const item = form.elements[name];
      if (item.value.trim() !== values[name]) item.value = values[name];
      if (name !== "q" && item.value) form.querySelector("details").open = true;
    }
    run(values);
  }

  function button(words, act) {
    const node = make("button", "button", words);
    node.type = "button";
    node.addEventListener("click", act);
    found.append(make("p", "more", node));
  }
  // Ways to other queries; each is a list of changes of this one.
  function chips(heading, changes) {
    if (!changes.length) return;
    const links = changes.map(([words, values]) => {
      const link = make("a", "chip", words);
      link.href = addressOf({ ...read(), ...values });
      return make("li", "", link);
    });
    found.append(make("div", "found__offer", make("p", "", heading), make("ul", "chips", ...links)));
  }
  async function offer(mine) {
    const { values, query, author } = mine;
    const { "chuyen-muc": section, nam: year } = values;
    const chosen = form.elements["chuyen-muc"].selectedOptions[0];
    const filters = [section && say("in_section", { name: chosen.text }), author && say("of_author", { name: author }), year && say("of_year", { name: year })].filter(Boolean);
    found.append(make("p", "found__understood", understood(query, filters)));
    if (filters.length) chips(say("drop_filters"), [[say("everywhere"), { "chuyen-muc": "", nam: "", "tac-gia": "" }]]);
    const meant = retyped(query.text);
    const asked = (all) => all.map((words) => [words, { q: words }]);
    if (meant) chips(say("meant"), asked([meant]));
    const { near, shorter } = await offers(archive, query);
    if (mine !== job) return;
    if (!meant) chips(say("meant"), asked(near));
    chips(say("shorter"), asked(shorter));
  }

  // Shows what comes now; what was in its place goes, or only what led on.
  function open(whole) {
    clearTimeout(patience);
    found.hidden = false;
    found.removeAttribute("aria-busy");
    for (const node of whole ? [...found.children] : found.querySelectorAll(".more")) node.remove();
  }
  function tell(words) {
    open(true);
    said.textContent = words;
  }
  // Without its excerpt a row is still a way to its article.
  const tryToFill = (row, { query }) => fill(row, query).catch(() => {});

  async function more(mine, focus) {
    const { answers, query } = mine;
    const goal = answers.seen.size + PAGE;
    answers.asked = archive.asked;
    let first = null, left = true;
    while (left) {
      await answers.scan();
      const hits = answers.next().slice(0, goal - answers.seen.size);
      let rows = await Promise.all(hits.map(async (hit) => rowOf(root.dataset.root, hit, await archive.row(hit), query)));
      // What only the pages can tell is shown when they have told.
      if (query.proof) await Promise.all(rows.map((row) => tryToFill(row, mine)));
      if (mine !== job) return;
      for (const hit of hits) answers.seen.add(hit);
      answers.refuted += rows.filter(({ refuted }) => refuted).length;
      rows = rows.filter(({ refuted }) => !refuted);
      open(!mine.list);
      for (const { item, link, hit: { level } } of rows) {
        first = first || link;
        if (mine.level !== level) {
          mine.level = level;
          mine.list = make("ol", "found__list");
          found.append(make("h2", level === MARKS ? "hidden" : "heading found__heading", headingOf(level)), mine.list);
        }
        mine.list.append(item);
      }
      if (!query.proof) watch(rows, mine);
      left = answers.seen.size < goal && (!answers.ends() || (!first && answers.next().length > 0));
    }
    said.textContent = told(answers);
    left = answers.next().length > 0;
    if (left || !answers.done) {
      button(left || first ? say("more") : before(answers.until), ({ target }) => {
        target.disabled = true;
        more(mine, true).catch((error) => fail(error, mine, true));
      });
    } else if (!mine.list || mine.level <= APART) await offer(mine);
    if (focus && first) first.focus();
    if (mine === job) history.replaceState({ shown: answers.seen.size }, "");
  }
  // Fills rows that come near the window; one that its page does not bear out goes.
  function watch(rows, mine) {
    const near = new IntersectionObserver((entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(async ({ target }) => {
      near.unobserve(target);
      const row = rows.find(({ item }) => item === target);
      await tryToFill(row, mine);
      if (!row.refuted || mine !== job) return;
      mine.answers.refuted += 1;
      target.remove();
      said.textContent = told(mine.answers);
    }), { rootMargin: "200px" });
    for (const { item } of rows) near.observe(item);
  }

  // A sentence and a way on; where a release came in between, from the beginning, once.
  function fail(error, mine, again) {
    if (mine !== job) return;
    archive.forget();
    if (error instanceof Stale && again) {
      run(mine.values, false);
      return;
    }
    console.info(error.message);
    job = null;
    open(!mine.list);
    said.textContent = say("line_is_down");
    button(say("again"), () => run(mine.values));
  }

  async function run(values, again = true) {
    const text = plain(values.q);
    const { shown } = history.state || {};
    document.title = text ? `${text.slice(0, 60)} - ${title}` : title;
    newest.hidden = Boolean(text);
    const mine = job = text ? { values } : null;
    if (!mine) {
      tell("");
      found.hidden = true;
      return;
    }
    found.setAttribute("aria-busy", "true");
    clearTimeout(patience);
    patience = setTimeout(() => (said.textContent = say("busy")), 300);
    try {
      const { abbreviations, sections } = await archive.contents();
      mine.query = parse(values.q, abbreviations);
      const filters = [], wrong = await filter(mine, sections, filters);
      if (mine !== job) return;
      if (wrong) {
        tell(wrong);
        return;
      }
      const best = values.xep === "khop";
      mine.answers = new Answers(archive, mine.query, { filters, best, years: values.nam && new Set([values.nam]), ahead: best ? 20 : 1 });
      await more(mine);
      // Who comes back finds as much as was there.
      while (mine === job && mine.answers.seen.size < shown && found.querySelector(".more")) await more(mine);
    } catch (error) {
      fail(error, mine, again);
    }
  }
  // Finds the keys of the filters; tells what is wrong with the question.
  async function filter(mine, sections, filters) {
    const { "chuyen-muc": slug, "tac-gia": name } = mine.values;
    if (!mine.query.all.length) return say("no_words");
    const add = (found) => found && filters.push({ hash: found[2], marks: 0 });
    const none = (typed) => say("no_such", { name: quoted(plain(typed)) });
    if (slug && !add(sections.find(([own]) => own === slug))) return none(slug);
    if (!name) return "";
    const { authors } = await archive.filters();
    const small = (text) => text.toLowerCase();
    const author = authors.find(([own]) => small(own) === small(name)) || authors.find(([own]) => fold(small(own)) === fold(small(name)));
    if (!add(author)) return none(name);
    [mine.author] = author;
    return "";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    if (write("pushState") || !job) run(read());
    // The keyboard of a phone hides what was found.
    if (matchMedia("(pointer: coarse)").matches) field.blur();
  });
  form.addEventListener("change", ({ target }) => {
    if (target !== field && write("pushState")) run(read());
  });
  field.addEventListener("input", ({ isComposing }) => {
    clearTimeout(pause);
    if (!isComposing) pause = setTimeout(() => write("replaceState") && run(read()), PAUSE_MS);
  });
  form.elements["tac-gia"].addEventListener("focus", async ({ target }) => {
    const { authors } = await archive.filters().catch(() => ({ authors: [] }));
    target.list.append(...authors.map(([name]) => Object.assign(make("option"), { value: name })));
  }, { once: true });
  found.addEventListener("click", (event) => {
    const link = event.target.closest("a.chip");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    arrive();
    field.focus();
  });
  addEventListener("popstate", arrive);
  // Before they are needed: the first answer comes sooner.
  archive.prepare().catch(() => {});
  arrive();
}
