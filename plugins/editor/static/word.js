// SPDX-License-Identifier: AGPL-3.0-or-later
// A Word file, with its photos, dropped onto the list becomes a draft.

export default function word(form) {
  const field = form.elements.tep;
  document.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.add("word--over");
  });
  document.addEventListener("dragleave", () => form.classList.remove("word--over"));
  // Word files take seconds: pressed twice they would become two drafts.
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
    form.querySelector("button").textContent = "Đang đọc tệp Word …";
  });
  addEventListener("pageshow", () => {
    isSent = false;
    form.querySelector("button").textContent = "Tạo bản nháp";
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    // What is folded can tell of nothing that it lacks.
    field.closest("details").open = true;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
