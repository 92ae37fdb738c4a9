// SPDX-License-Identifier: AGPL-3.0-or-later
// The page of search. What is sought stands in the address, so that it can be kept, shared
// and come back to; nothing is asked for but files of the index and articles' pages.
import { parse, plain } from "../search/parse.js";
import { Answers, PAGE } from "../search/answers.js";
import { offers, retyped } from "../search/spelling.js";
import { before, headingOf, learn, quoted, say, told, understood } from "../search/words.js";
import { alone, exact, fold } from "../search/syllables.js";
import { inVolume, LETTERS, MARKS, PARTLY } from "../search/find.js";
import { fill, leave, rowOf } from "../search/rows.js";
import { make } from "../search/nodes.js";
import { Archive, STALE } from "../search/archive.js";

// Pauses in typing, within a word, before the newest block is asked, and then before all
// is shown: longer where it knows nothing of a word that may not be whole.
const EARLY_MS = 300, PAUSE_MS = 200, LONG_MS = 700;

export function start(root) {
  const [form, said, found, newest] = ["form", ".found__said", ".found", ".newest"].map((name) => root.querySelector(name));
  learn(root.dataset.words);
  const archive = new Archive(root.dataset.index), field = form.elements.q, title = document.title, { lang, any } = root.dataset, names = [...new FormData(form).keys()];
  // What is being sought: what comes for anything else comes too late.
  let job, pause, patience;

  // The address and the form say the same.
  function read() {
    const asked = new URLSearchParams(location.search);
    return Object.fromEntries(names.map((name) => [name, asked.get(name) || ""]));
  }
  function addressOf(values) {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) if (value.trim()) asked.set(name, value.trim());
    return `${location.pathname}?${asked}`.replace(/\?$/, "");
  }
  function write(act) {
    const address = addressOf(Object.fromEntries(new FormData(form)));
    if (address === location.pathname + location.search) return false;
    history[act](null, "", address);
    return true;
  }
  function arrive() {
    const values = read();
    for (const name of names) {
      form.elements[name].value = values[name];
      if (name !== "q" && values[name]) form.querySelector("details").open = true;
    }
    run(values);
  }

  function button(words, act) {
    found.append(make("p", "more", Object.assign(make("button", "button", words), { onclick: act })));
  }
  // Ways to other queries.
  function chips(heading, all, valuesOf = (q) => ({ ...read(), q })) {
    if (!all.length) return;
    const links = all.map((words) => make("li", "", Object.assign(make("a", "chip", words), { href: addressOf(valuesOf(words)) })));
    found.append(make("div", "found__offer", make("p", "", say(heading)), make("ul", "chips", ...links)));
  }
  const dropFilters = ({ values: { q, xep } }) => chips("drop_filters", [say("everywhere")], () => ({ q, "ngon-ngu": any, xep }));
  async function offer(mine) {
    const { query, filters } = mine;
    found.append(make("p", "found__understood", understood(query, filters)));
    if (filters[0]) dropFilters(mine);
    if (!query.all.length) return;
    const [meant, shorter] = await offers(archive, query, mine.list);
    if (mine !== job) return;
    chips("meant", meant);
    chips("shorter", shorter);
    newest.hidden = found.querySelector("ol, ul");
  }

  // Shows what comes now; what was in its place goes, or only what led on.
  function open(whole) {
    clearTimeout(patience);
    found.hidden = false;
    found.removeAttribute("aria-busy");
    for (const node of found.querySelectorAll(whole ? "*" : ".found>p,.found>div")) node.remove();
  }
  function tell(words) {
    open(true);
    said.textContent = words;
  }
  async function more(mine, focus) {
    const { answers, query } = mine, goal = answers.seen.size + PAGE;
    answers.asked = archive.asked;
    let first;
    do {
      await answers.scan();
      const hits = answers.next().slice(0, goal - answers.seen.size);
      // Each row is shown as soon as it and those before it are there, some of them when their
      // pages have told: the first page comes alone, or else all would come late.
      const rows = [];
      for (const hit of hits) {
        const [ahead] = rows;
        const row = archive.row(hit).then(async (known) => {
          const made = rowOf(root.dataset, hit, known, query);
          if (hit.proof) {
            await ahead;
            await fill(made, query);
          }
          return made;
        });
        row.catch(() => {});
        rows.push(row);
      }
      for (const waiting of rows) {
        const row = await waiting, { item, link, hit: { id, level, proof, refuted } } = row;
        if (mine !== job) return;
        answers.seen.add(id);
        if (!mine.list) said.textContent = "";
        open(!mine.list);
        if (refuted) continue;
        first = first || link;
        if (mine.level !== level) {
          mine.level = level;
          mine.list = make("ol", "found__list");
          found.append(make("h2", level === MARKS ? "hidden" : "heading found__heading", headingOf(level)), mine.list);
        }
        mine.list.append(item);
        if (!proof) near.observe(Object.assign(item, { row, mine }));
      }
    } while (answers.seen.size < goal && (!answers.ends() || answers.next()[0]));
    if (mine !== job) return;
    open(!mine.list);
    said.textContent = told(answers);
    const [left] = answers.next();
    if (left || !answers.done) {
      button(left || first || answers.through ? say("more") : before(answers.until), ({ target }) => {
        target.disabled = true;
        goOn(mine, true);
      });
    }
    if ((answers.done || !mine.list) && answers.count(LETTERS) < 1) await offer(mine);
    if (focus && first) first.focus();
    if (mine !== job) return;
    history.replaceState({ shown: answers.seen.size }, "");
    // The rest of the newest volume, while the answer is read: the next query then needs no request.
    const { volumes: [volume = {}] } = await archive.contents();
    let part = 0;
    const warm = () => {
      if (mine === job && part < 2 ** volume.bits) archive.find(volume, { hash: part++ << (32 - volume.bits) }).then(warm, () => {});
    };
    setTimeout(() => [warm(), warm(), warm(), warm()], 1000);
  }
  // Fills rows that come near the window; one that its page does not bear out goes.
  const near = new IntersectionObserver((entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(async ({ target }) => {
    near.unobserve(target);
    const { row, mine } = target;
    await fill(row, mine.query);
    if (!row.hit.refuted || mine !== job) return;
    target.remove();
    said.textContent = told(mine.answers);
    if (found.querySelector(".row")) return;
    // Where none is left, others come, or what may have been meant.
    mine.list = mine.level = null;
    goOn(mine);
  }), { rootMargin: "200px" });

  const goOn = (mine, focus) => more(mine, focus).catch((error) => fail(error, mine));

  // A sentence and a way on; where a release came in between, from the beginning, once.
  function fail(error, mine) {
    if (mine !== job) return;
    archive.forget();
    if (error === STALE && mine.again) {
      run(mine.values, false);
      return;
    }
    job = null;
    open(!mine.list);
    said.textContent = say("line_is_down");
    button(say("again"), () => run(mine.values));
  }

  async function run(values, again = true) {
    const { q, "chuyen-muc": section, nam: year, "tac-gia": author, "ngon-ngu": language, xep } = values;
    const text = plain(q), limited = section || year || author || language, { shown } = history.state || {};
    document.title = text ? `${text.slice(0, 60)} - ${title}` : title;
    // Without words the newest are shown, of all or of what the filters leave.
    const mine = text || limited ? { values, again, filters: [] } : null;
    job = mine;
    // Ends the search and the requests of an answer that is gone.
    archive.asked += 99;
    leave();
    newest.hidden = mine;
    if (!mine) {
      tell("");
      found.hidden = true;
      return;
    }
    found.setAttribute("aria-busy", "true");
    clearTimeout(patience);
    patience = setTimeout(() => (said.textContent = say("busy")), 300);
    try {
      const { abbreviations } = await archive.contents();
      mine.query = { ...parse(q, abbreviations), best: xep === "khop", meant: retyped(text) };
      const filters = [];
      let wrong = text && !mine.query.wanted[0] && say(mine.query.runs[0] ? "only_without" : "no_words");
      const add = (key, typed, name, word) => {
        if (name) filters.push(word) && mine.filters.push(say(key, { name }));
        else wrong = say("no_such", { name: quoted(plain(typed)) });
      };
      // What these choose is a word of the index as it stands.
      const choose = (key, name, value) => {
        const [option] = form.elements[name].selectedOptions || [];
        if (value && value !== any) add(key, value, option && option.text, alone(`${name} ${value}`));
      };
      choose("in_section", "chuyen-muc", section);
      choose("in_language", "ngon-ngu", language || lang);
      if (author) {
        const { authors } = await archive.filters(), same = (read) => authors.find(([name]) => read(name.toLowerCase()) === read(author.toLowerCase()));
        const [name, , hash] = same(exact) || same(fold) || [];
        add("of_author", author, name, { hash, marks: 0 });
      }
      if (year && !form.elements.nam.value) wrong = say("no_such", { name: quoted(plain(year)) });
      else if (year) mine.filters.push(say("of_year", { name: year }));
      if (mine !== job) return;
      if (wrong) {
        tell(wrong);
        if (limited) dropFilters(mine);
        return;
      }
      mine.answers = new Answers(archive, mine.query, filters, year);
      await more(mine);
      // After a way back as much is shown as before.
      while (mine === job && mine.answers.seen.size < shown && found.querySelector(".more")) await more(mine);
    } catch (error) {
      fail(error, mine);
    }
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    if (write("pushState") || !job) run(read());
    // The keyboard of a phone hides what was found.
    if (matchMedia("(pointer: coarse)").matches) field.blur();
  });
  form.addEventListener("change", () => {
    if (write("pushState")) run(read());
  });
  field.addEventListener("input", () => {
    clearTimeout(pause);
    // One file of the newest block has all pairs that begin with a word.
    const { value } = field, next = value.endsWith(" ") ? "a" : "";
    pause = setTimeout(() => archive.contents()
      .then(({ abbreviations, volumes }) => inVolume(archive, volumes[0], parse(value + next, abbreviations)))
      // What is wrong is told when all is to be shown.
      .catch(() => [])
      .then((hits) => {
        if (field.value === value) pause = setTimeout(() => write("replaceState") && run(read()), hits.some(({ level }) => level > PARTLY) ? PAUSE_MS : LONG_MS);
      }), next ? 0 : EARLY_MS);
  });
  form.elements["tac-gia"].addEventListener("focus", ({ target }) => {
    archive.filters().then(({ authors }) => target.list.append(...authors.map(([name]) => new Option(name)))).catch(() => {});
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
  // Before it is needed: the first answer comes sooner.
  archive.contents().catch(() => {});
  arrive();
}
