// SPDX-License-Identifier: AGPL-3.0-or-later
// Photos and files by drop, paste, choice or camera: beside the article, and into the text where
// the cursor is.
import { askFor } from "./asking.js";
import { textOf } from "./check.js";
import { typeBlock } from "./typing.js";

const WORD = /\.(?:docx?|rtf)$/i;
const QUESTION = "Lấy chữ của tệp Word vào bài? Bấm Hủy (Cancel) để chỉ đính kèm tệp.";

export default function takeFiles(form, say, changed) {
  const { body, tep } = form.elements;
  // One after the other, so that a new article is saved once; a form sent meanwhile would miss them.
  let waiting = 0;
  let before = Promise.resolve();
  const send = (files) => {
    waiting += 1;
    const sent = before
      .then(() => sendNow(files))
      .finally(() => {
        waiting -= 1;
      });
    before = sent.catch(() => {});
    return sent;
  };
  form.addEventListener("submit", (event) => {
    if (!waiting) return;
    event.preventDefault();
    say("Tệp đang tải lên; bấm lại khi xong.");
  });
  const sendNow = async (files) => {
    say("Đang tải tệp lên …");
    await saveFirst(form);
    const data = new FormData();
    data.set("duong-dan", form.elements["duong-dan"].value);
    for (const file of files) data.append("tep", file);
    const told = await askFor("tai", data);
    for (const { file, is_photo } of told.files) if (is_photo) addRow(form, file);
    return told;
  };
  const take = async (files) => {
    try {
      const told = await send(files);
      for (const file of told.files) if (file.markdown) typeBlock(body, file.markdown);
      const warnings = told.files.flatMap((file) => file.warnings);
      const count = told.files.length;
      say([count ? `Đã nhận ${count} tệp.` : "", ...told.troubles, ...warnings].join(" ").trim());
      changed();
    } catch (error) {
      say(error.message);
    }
  };
  tep.addEventListener("change", async () => {
    const files = [...tep.files];
    tep.value = "";
    await take(files);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest('button[value^="chen:photos:"]');
    if (!button) return;
    event.preventDefault();
    const { value } = button.closest(".row").querySelector('input[name$=".file"]');
    typeBlock(body, /[\s()]/.test(value) ? `![](<${value}>)` : `![](${value})`);
    say(`Đã đặt ảnh «${value}» vào nội dung, ở chỗ con trỏ.`);
  });
  body.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  form.addEventListener("dragover", (event) => {
    if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    const files = [...event.dataTransfer.files];
    if (!files.length) return;
    event.preventDefault();
    if (files.some(({ name }) => WORD.test(name)) && confirm(QUESTION)) {
      form.elements.word.files = event.dataTransfer.files;
      form.requestSubmit(form.querySelector('[value="word"]'));
      return;
    }
    take(files);
  });
  return send;
}

// Files lie beside an article, so that there must be one.
async function saveFirst(form) {
  if (form.elements["duong-dan"].value) return;
  const data = textOf(form);
  data.set("viec", "luu");
  const { path, base } = await askFor("luu", data);
  form.elements["duong-dan"].value = path;
  form.elements.goc.value = base;
  document.querySelector("h1").textContent = form.elements.title.value || "Bài chưa có tên";
  document.querySelector(".state .badge").textContent = "Bản nháp";
  history.replaceState(null, "", `/bien-tap/bai/${path.split("/").map(encodeURIComponent).join("/")}`);
}

// Adds a row for the photo *file*, unless there is one; its words are typed there.
function addRow(form, file) {
  const rows = form.querySelector("#photos");
  const known = [...rows.querySelectorAll('input[name$=".file"]')];
  if (known.some((field) => field.value === file)) return;
  const sample = document.getElementById("mau-anh");
  const number = known.length + 1;
  const place = document.createElement("template");
  place.innerHTML = sample.innerHTML.replaceAll("NN", number);
  const row = place.content.firstElementChild;
  row.querySelector('input[name$=".file"]').value = file;
  const folder = form.elements["duong-dan"].value.split("/").slice(0, -1);
  row.querySelector("img").src = `/bien-tap/tep/${[...folder, file].map(encodeURIComponent).join("/")}`;
  sample.before(row);
}
