// SPDX-License-Identifier: AGPL-3.0-or-later
// The page as citizens will see it, beside or below the form, as wide as a phone or a computer.
import { ask } from "./asking.js";
import { textOf } from "./check.js";

// In CSS pixels: what the page is laid out for.
const WIDTHS = { "Điện thoại": 360, "Máy tính": 1200 };

export default function showPage(form) {
  const box = document.createElement("section");
  box.className = "page";
  box.setAttribute("aria-label", "Trang như người đọc sẽ thấy");
  const frame = document.createElement("iframe");
  frame.title = "Trang như người đọc sẽ thấy";
  // Its scripts do not run: it is looked at, not used.
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.name = "xem";
  const told = document.createElement("p");
  told.className = "hint";
  const choice = chooseWidth(frame);
  const holder = document.createElement("div");
  holder.className = "page__frame";
  holder.append(frame);
  box.append(choice, told, holder);
  form.after(box);
  form.parentElement.classList.add("main--wide");
  // What the button shows is there already.
  form.querySelector('button[value="xem"]').remove();
  new ResizeObserver(() => fit(holder, frame)).observe(holder);
  let last;
  const look = async () => {
    last?.abort();
    last = new AbortController();
    try {
      const options = { signal: last.signal, accept: "text/html" };
      const answer = await ask("xem", textOf(form), options);
      // Read whatever it is: a connection is free only then.
      const text = await answer.text();
      // What the page lacks, or why there is none: then the last one stays.
      told.textContent = decodeURIComponent(answer.headers.get("X-Desk-Told") ?? "");
      // Before the first build there is nothing to print with.
      if (answer.status === 503) setTimeout(look, 2000);
      if (!answer.ok) return;
      const top = frame.contentWindow?.scrollY ?? 0;
      const settle = () => {
        frame.contentWindow.scrollTo(0, top);
        keepOut(frame.contentDocument);
      };
      frame.addEventListener("load", settle, { once: true });
      frame.srcdoc = text;
    } catch (error) {
      if (error.name !== "AbortError") told.textContent = "Bàn biên tập không trả lời.";
    }
  };
  return look;
}

function chooseWidth(frame) {
  const choice = document.createElement("fieldset");
  choice.className = "page__widths";
  const legend = document.createElement("legend");
  legend.textContent = "Xem như trên";
  choice.append(legend);
  for (const [name, width] of Object.entries(WIDTHS)) {
    const label = document.createElement("label");
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = "be-rong";
    radio.checked = width === WIDTHS["Điện thoại"];
    radio.addEventListener("change", () => {
      frame.dataset.width = width;
      fit(frame.parentElement, frame);
    });
    label.append(radio, ` ${name}`);
    choice.append(label);
  }
  frame.dataset.width = WIDTHS["Điện thoại"];
  return choice;
}

// Makes the frame as wide as asked, and as small as fits.
function fit(holder, frame) {
  const width = Number(frame.dataset.width);
  const scale = Math.min(1, holder.clientWidth / width);
  frame.style.width = `${width}px`;
  frame.style.height = `${holder.clientHeight / scale}px`;
  frame.style.marginInline = `${Math.max(0, holder.clientWidth - width * scale) / 2}px 0`;
  frame.style.transform = `scale(${scale})`;
}

// The page is looked at: its links and fields are no stops of the keyboard, and lead nowhere.
function keepOut(page) {
  for (const node of page.querySelectorAll("a, button, input, select, summary, [tabindex]")) {
    node.tabIndex = -1;
  }
  page.addEventListener("click", (event) => event.preventDefault());
}
