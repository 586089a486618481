// What somebody was writing is not lost, and nobody else gets to see it. It stays in this browser:
// - what was begun in a conversation, and the picture chosen for it, until it is sent (composer.js asks for it here);
// - what was sent, until the server has it (sending.js asks for it here);
// - a form whose sender had been signed out meanwhile, in this tab, until they are back: then it is filled in again
//   and waits for them. It is never sent by itself.
"use strict";

window.drafts = (() => {
  const OURS = /^(draft|typed)[ :]/;
  const person = document.body.dataset.person;

  function forgetAll() {
    for (const store of [localStorage, sessionStorage]) {
      for (const key of Object.keys(store)) if (OURS.test(key)) store.removeItem(key);
    }
    // The page may be left before this is done; then the next one does it.
    localStorage.setItem("leaving", "yes");
    shelf("readwrite", (all) => all.clear()).then(() => localStorage.removeItem("leaving"));
  }

  // --- What was begun in a conversation. A note stays a note: its words are not for the customer ---

  const of = (talk) => JSON.parse(localStorage.getItem(`draft ${talk}`) || "null");

  function put(talk, body, note, begunAt) {
    if (body.trim()) localStorage.setItem(`draft ${talk}`, JSON.stringify({ body, note, begunAt }));
    else localStorage.removeItem(`draft ${talk}`);
  }

  // What could not be sent stands in the box again, after what was begun there.
  function giveBack({ talk, body, note, seen, picture }) {
    const begun = of(talk)?.body || "";
    if (!begun.includes(body)) put(talk, begun ? `${begun}\n${body}` : body, note, seen);
    if (picture) keepPicture(talk, picture);
  }

  // --- Pictures, and what the server has not got yet: too large for the other store ---

  const opened = new Promise((done) => {
    const asked = indexedDB.open("ringback", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
  }).catch(() => null); // a browser may allow no storage

  // What came of it; false where nothing can be kept, because there is no store or no room in it.
  async function shelf(mode, work) {
    const database = await opened;
    if (!database) return false;
    return new Promise((done) => {
      const all = database.transaction("kept", mode);
      const asked = work(all.objectStore("kept"));
      all.oncomplete = () => done(asked.result);
      all.onabort = () => done(false);
    });
  }

  const keepPicture = (talk, picture) =>
    shelf("readwrite", (all) => (picture ? all.put(picture, `picture ${talk}`) : all.delete(`picture ${talk}`)));
  const pictureOf = async (talk) => (await shelf("readonly", (all) => all.get(`picture ${talk}`))) || null;

  const keepLetter = (letter) => shelf("readwrite", (all) => all.put(letter, `letter ${letter.key}`));
  const forgetLetter = (key) => shelf("readwrite", (all) => all.delete(`letter ${key}`));
  const letters = async () => (await shelf("readonly", (all) => all.getAll(IDBKeyRange.bound("letter ", "letter ~")))) || [];

  // --- A form whose sender had been signed out ---

  const nameOf = (form) => `typed ${new URL(form.action).pathname}`;
  const chosen = (field) => ["checkbox", "radio"].includes(field.type);
  const LEFT_OUT = "button, fieldset, [type=password], [type=file], [type=hidden]:not([name=seen])"; // no secret stays here

  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !field.matches(LEFT_OUT));

  function hold(form) {
    const typed = fieldsOf(form).map((field) => [field.name, field.value, field.checked || false]);
    sessionStorage.setItem(nameOf(form), JSON.stringify({ person, typed }));
  }

  function bringBack(form) {
    const held = JSON.parse(sessionStorage.getItem(nameOf(form)) || "null");
    if (!held || held.person !== person) return;
    sessionStorage.removeItem(nameOf(form));
    for (const field of fieldsOf(form)) {
      const at = held.typed.findIndex(([name, value]) => name === field.name && (!chosen(field) || value === field.value));
      if (at < 0) continue;
      const [[, value, checked]] = held.typed.splice(at, 1);
      if (chosen(field)) field.checked = checked;
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const said = document.createElement("p");
    said.className = "notice live";
    said.setAttribute("role", "status");
    said.textContent = document.body.dataset.back;
    form.prepend(said);
    said.scrollIntoView({ block: "center" });
  }

  const changed = (field) =>
    chosen(field) ? field.checked !== field.defaultChecked
    : field.options ? field.selectedOptions[0] !== ([...field.options].find((each) => each.defaultSelected) || field.options[0])
    : field.type !== "hidden" && field.value !== field.defaultValue;

  // The answer to a form says so, or the line of a page that lives. A page is out of date when its reader has been
  // signed out and in again elsewhere: then it need only be loaded anew.
  document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr, requestConfig } }) => {
    const outOfDate = xhr.getResponseHeader("X-Out-Of-Date");
    if (!(xhr.status === 401 || outOfDate) || !requestConfig.elt.matches("form.form")) return;
    hold(requestConfig.elt);
    if (outOfDate) location.reload();
  });
  document.addEventListener("ringback:signed-out", () => {
    for (const form of document.querySelectorAll("form.form")) if (fieldsOf(form).some(changed)) hold(form);
  });

  // Who signs out leaves nothing, and who signs in after somebody else finds nothing.
  document.addEventListener("submit", (event) => event.target.matches("[data-leaves]") && forgetAll(), true);
  if (localStorage.getItem("leaving") || (person && localStorage.getItem("writer") !== person)) forgetAll();
  if (person) localStorage.setItem("writer", person);

  document.querySelectorAll("form.form[method=post]").forEach(bringBack);

  return { of, put, giveBack, pictureOf, keepPicture, keepLetter, forgetLetter, letters };
})();
