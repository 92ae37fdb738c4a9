// SPDX-License-Identifier: AGPL-3.0-or-later
// What is pasted from Word or a web page becomes clean Markdown, through the importer.
import { askFor } from "./asking.js";
import { type, typeBlock } from "./typing.js";

export default function takePaste(body, say) {
  body.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    if (!html.trim() || event.clipboardData.files.length) return;
    event.preventDefault();
    const plain = event.clipboardData.getData("text/plain");
    const [start, end] = [body.selectionStart, body.selectionEnd];
    const data = new FormData();
    data.set("html", html);
    say("Đang chuyển phần dán …");
    let text = plain;
    let words = "";
    try {
      const { markdown, told } = await askFor("dan", data);
      text = markdown;
      words = told.length ? `Đã dán. Lưu ý: ${told.join("; ")}.` : "Đã dán.";
    } catch (error) {
      words = `Đã dán dạng chữ thường. ${error.message}`;
    }
    body.setSelectionRange(start, end);
    if (text.includes("\n")) typeBlock(body, text);
    else type(body, text);
    say(words);
  });
}
