// SPDX-License-Identifier: AGPL-3.0-or-later
// A small toolbar over Markdown. Signs go around the chosen words, or before each chosen line;
// pressed again they go away. Where nothing is chosen a sample is, to be typed over.
import { type, typeBlock } from "./typing.js";

// Signs within a line: blanks at the ends of what was chosen stay outside, each line has its own.
const around = (sign, sample) => (body) => {
  const start = body.selectionStart;
  const chosen = body.value.slice(start, body.selectionEnd);
  if (!chosen.trim()) {
    typeSample(body, sign, sample, sign);
    return;
  }
  const wrapped = chosen.split("\n").map((line) => {
    const words = line.trim();
    if (!words) return line;
    const bare = words.slice(sign.length, -sign.length);
    const isOn = words === sign + bare + sign && bare && !bare.startsWith("*");
    return line.replace(words, () => (isOn ? bare : sign + words + sign));
  });
  type(body, wrapped.join("\n"));
  body.setSelectionRange(start, body.selectionStart);
};

// Signs before lines, whole ones wherever in them the cursor is.
const lines = (sign, known, sample) => (body) => {
  const { value, selectionStart: from, selectionEnd: to } = body;
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const end = value.indexOf("\n", Math.max(to - 1, from));
  body.setSelectionRange(start, end < 0 ? value.length : end);
  const chosen = value.slice(body.selectionStart, body.selectionEnd);
  const full = chosen.split("\n").filter((line) => line.trim());
  if (!full.length) {
    typeSample(body, sign(0), sample, "");
    return;
  }
  const isOn = full.every((line) => known.test(line));
  const bare = full.map((line) => line.replace(known, ""));
  typeBlock(body, bare.map((line, at) => (isOn ? line : sign(at) + line)).join("\n"));
};

function typeSample(body, before, sample, after) {
  type(body, before + sample + after);
  const end = body.selectionStart - after.length;
  body.setSelectionRange(end - sample.length, end);
}

const BUTTONS = {
  Đậm: around("**", "chữ đậm"),
  Nghiêng: around("*", "chữ nghiêng"),
  "Tiêu đề": lines(() => "## ", /^#{1,6} +/, "Tiêu đề"),
  "Danh sách": lines(() => "- ", /^[-*+] +/, "mục"),
  "Đánh số": lines((at) => `${at + 1}. `, /^\d{1,9}[.)] +/, "mục"),
  "Trích dẫn": lines(() => "> ", /^> ?/, "lời trích"),
  "Liên kết": (body) => {
    const chosen = body.value.slice(body.selectionStart, body.selectionEnd).trim();
    typeSample(body, `[${chosen || "chữ"}](`, "địa chỉ", ")");
  },
  Bảng: (body) => typeBlock(body, "| Cột | Cột |\n| --- | --- |\n| ô | ô |"),
};
const KEYS = { b: "Đậm", i: "Nghiêng" };

export default function addToolbar(body) {
  const bar = document.createElement("p");
  bar.className = "toolbar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Định dạng nội dung");
  for (const [name, work] of Object.entries(BUTTONS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", () => work(body));
    bar.append(button);
  }
  body.addEventListener("keydown", (event) => {
    const name = KEYS[event.key.toLowerCase()];
    if (!name || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    BUTTONS[name](body);
  });
  body.before(bar);
}
