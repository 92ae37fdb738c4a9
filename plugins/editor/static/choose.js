// SPDX-License-Identifier: AGPL-3.0-or-later
// A field of files in the words of the desk, for browsers say theirs in their own language.

export default function choose(field) {
  field.classList.add("choose__field");
  const button = document.createElement("label");
  button.htmlFor = field.id;
  button.className = "button choose__button";
  button.textContent = field.dataset.words;
  const names = document.createElement("span");
  names.className = "choose__names";
  const tell = () => {
    names.textContent = [...field.files].map(({ name }) => name).join(", ");
  };
  // Files that are taken at once are gone by then.
  field.addEventListener("change", () => setTimeout(tell));
  field.addEventListener("invalid", (event) => {
    event.preventDefault();
    names.textContent = "Chưa chọn tệp nào.";
    field.focus();
  });
  addEventListener("pageshow", tell);
  field.after(button, names);
}
