// SPDX-License-Identifier: AGPL-3.0-or-later
// The form of an article: what is typed is kept, checked and shown while it is typed.
import { afterPause } from "./asking.js";
import checkWhileTyping from "./check.js";
import takeFiles from "./files.js";
import keepCopy from "./local_copy.js";
import showPage from "./page.js";
import takePaste from "./paste.js";
import addToolbar from "./toolbar.js";

export default function article(form) {
  const body = form.elements.body;
  const status = document.createElement("p");
  status.className = "said";
  status.setAttribute("role", "status");
  body.after(status);
  const say = (words) => {
    status.textContent = words;
  };
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  // Until the cursor is put elsewhere, what comes in goes behind the text.
  body.setSelectionRange(body.value.length, body.value.length);
  addToolbar(body);
  takePaste(form, say, takeFiles(form, say, changed));
  keepCopy(form);
  const look = showPage(form);
  const check = checkWhileTyping(form);
  // What is looked at comes first: the desk does one thing after the other.
  form.addEventListener("input", afterPause(200, () => look().then(check)));
  look();
  // A form that was shown again has not been looked at.
  if (form.elements["duong-dan"].value && !document.getElementById("tom-tat")) check();
}
