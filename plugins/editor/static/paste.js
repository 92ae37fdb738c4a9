// SPDX-License-Identifier: AGPL-3.0-or-later
// What is pasted from Word or a web page becomes clean Markdown, through the importer.
import { askFor } from "./asking.js";
import takePictures from "./pictures.js";
import { LONG, type, typeBlock } from "./typing.js";

// Bytes that an article may have.
const MOST = 1_000_000;

// *send* puts files beside the article.
export default function takePaste(form, say, send) {
  const { body } = form.elements;
  body.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    const room = MOST - new Blob([body.value]).size;
    if (new Blob([plain]).size > room) {
      event.preventDefault();
      say(
        "Chưa dán: một bài chứa nhiều nhất 1 MB chữ, phần này nhiều hơn chỗ còn lại. " +
          "Sửa: dán từng phần, hoặc đính kèm tệp gốc (Excel, Word, PDF).",
      );
      return;
    }
    if (event.clipboardData.files.length || (!html.trim() && plain.length < LONG)) return;
    event.preventDefault();
    if (!html.trim()) {
      type(body, plain);
      return;
    }
    const rtf = event.clipboardData.getData("text/rtf");
    const [start, end] = [body.selectionStart, body.selectionEnd];
    const data = new FormData();
    say("Đang chuyển phần dán …");
    let text = plain;
    let words = "";
    try {
      const pictures = takePictures(html, rtf);
      const sent = pictures.files.length ? await send(pictures.files) : { files: [], troubles: [] };
      const names = sent.files.map(({ file }) => file);
      // One that was refused leaves its place empty, and which one it was is not known.
      data.set("html", pictures.named(names.length === pictures.files.length ? names : []));
      for (const name of names) data.append("anh", name);
      const { markdown, told, photos } = await askFor("dan", data);
      for (const photo of photos) fill(form, photo);
      text = markdown;
      const remarks = [...sent.troubles, ...told];
      words = remarks.length ? `Đã dán. Lưu ý: ${remarks.join("; ")}.` : "Đã dán.";
    } catch (error) {
      words = `Đã dán dạng chữ thường. ${error.message}`;
    }
    body.setSelectionRange(start, end);
    if (text.includes("\n")) typeBlock(body, text);
    else type(body, text);
    say(words);
  });
}

// Writes what the pasted piece said of a photo into its row.
function fill(form, { file, caption, alt }) {
  for (const field of form.querySelectorAll('#photos input[name$=".file"]')) {
    if (field.value !== file) continue;
    const row = field.name.replace(/file$/, "");
    for (const [column, words] of [["caption", caption], ["alt", alt]]) {
      const place = form.elements[row + column];
      if (!place.value) place.value = words;
    }
  }
}
