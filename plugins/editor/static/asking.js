// SPDX-License-Identifier: AGPL-3.0-or-later
// Asks the desk; every answer but a network that is away is an answer.

const token = document.querySelector('meta[name="desk-token"]').content;
const desk = "/bien-tap/";

// Sends *data* to the page *name* of the desk; gives the Response.
export function ask(name, data, { signal, accept = "application/json" } = {}) {
  const headers = { "X-Desk-Token": token, Accept: accept };
  return fetch(desk + name, { method: "POST", body: data, headers, signal });
}

// As `ask`, and gives what the JSON of the answer says; throws what is to be told.
export async function askFor(name, data, options) {
  let answer;
  try {
    answer = await ask(name, data, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("Bàn biên tập không trả lời. Chữ đã viết còn ở đây; thử lại sau.");
  }
  const told = await answer.json();
  if (!answer.ok) throw new Error((told.troubles ?? ["Không làm được."]).join(" "));
  return told;
}

// Calls *work* once nothing has happened for *pause* milliseconds.
export function afterPause(pause, work) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, pause);
  };
}
