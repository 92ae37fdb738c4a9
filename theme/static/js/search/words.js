// SPDX-License-Identifier: AGPL-3.0-or-later
// What the page of search says.
import { APART, LETTERS, MARKS, PARTLY } from "./find.js";

export const HEADINGS = {
  [MARKS]: "Kết quả",
  [LETTERS]: "Cùng chữ, khác dấu",
  [APART]: "Có đủ các từ, đứng rời nhau",
  [PARTLY]: "Chỉ có một phần các từ",
};
export const LINE_IS_DOWN = "Chưa tải được dữ liệu tìm kiếm. Xin thử lại, hoặc xem tin theo chuyên mục.";
export const quoted = (words) => `“${words.length > 100 ? `${words.slice(0, 99)}…` : words}”`;
const monthOf = (month) => `${month.slice(5)}/${month.slice(0, 4)}`;
export const before = (month) => `Tìm tiếp các bài trước tháng ${monthOf(month)}`;

// How many there are, as far as is known.
export function told(answers) {
  const { done, until, query } = answers;
  const full = answers.count(LETTERS), all = answers.count(PARTLY);
  const number = `${(full > 0 ? full : all).toLocaleString("vi")} bài`;
  let words = "Không tìm thấy bài nào";
  if (full > 0) words = `Tìm thấy ${query.proof && answers.next().length ? "không quá " : done ? "" : "ít nhất "}${number}`;
  else if (all > 0) words = `Không có bài nào đúng như thế; có ${number} gần giống`;
  const far = done || !until ? "" : `, tìm đến tháng ${monthOf(until)}`;
  return `${words}${far}.${query.cut ? " Chỉ tìm theo những từ đầu." : ""}`;
}

// What was understood; `filters` are words.
export function understood({ runs }, filters) {
  const parts = runs.map(({ ways, quoted: whole, minus }) => {
    const words = ways.map(({ syllables }) => quoted(syllables.join(" "))).join(" hoặc ");
    return `${minus ? "không có" : whole ? "đúng cụm" : "các từ"} ${words}`;
  });
  return `Đã tìm bài có ${[...parts, ...filters].join(", ")}.`;
}
