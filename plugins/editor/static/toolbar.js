// SPDX-License-Identifier: AGPL-3.0-or-later
// A small toolbar over Markdown: each button puts the signs around what is chosen.
import { type, typeBlock } from "./typing.js";

const around = (sign, sample) => (body, chosen) => {
  type(body, `${sign}${chosen || sample}${sign}`);
};
const lines = (sign, sample) => (body, chosen) => {
  const text = (chosen || sample).split("\n").map((line, at) => `${sign(at)}${line}`);
  typeBlock(body, text.join("\n"));
};
const BUTTONS = {
  Đậm: around("**", "chữ đậm"),
  Nghiêng: around("*", "chữ nghiêng"),
  "Tiêu đề": lines(() => "## ", "Tiêu đề"),
  "Danh sách": lines(() => "- ", "mục"),
  "Đánh số": lines((at) => `${at + 1}. `, "mục"),
  "Trích dẫn": lines(() => "> ", "lời trích"),
  "Liên kết": (body, chosen) => type(body, `[${chosen || "chữ"}](địa chỉ)`),
  Bảng: (body) => typeBlock(body, "| Cột | Cột |\n| --- | --- |\n| ô | ô |"),
};

export default function addToolbar(body) {
  const bar = document.createElement("p");
  bar.className = "toolbar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Định dạng nội dung");
  for (const [name, work] of Object.entries(BUTTONS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => {
      work(body, body.value.slice(body.selectionStart, body.selectionEnd));
    });
    bar.append(button);
  }
  body.before(bar);
}
