// What somebody writes is not lost: <form data-draft="a name"> keeps its text fields on this device until they are
// sent. Without a net the form waits, and goes out by itself when the net is back while the page is still open.
// A form of which nobody knows whether it arrived is never sent again by itself: it stays as a draft.
"use strict";

(() => {
  const PREFIX = "draft ";
  const FIELDS = "textarea[name], input[type=text][name]:not([hidden])";

  // Where one signs in, nothing of whoever was here before is kept.
  if (location.pathname === "/sign-in") {
    Object.keys(localStorage).filter((key) => /^draft[ :]/.test(key)).forEach((key) => localStorage.removeItem(key));
  }

  const keyOf = (form) => PREFIX + form.dataset.draft;

  function keep(form) {
    const values = {};
    for (const field of form.querySelectorAll(FIELDS)) if (field.value) values[field.name] = field.value;
    if (Object.keys(values).length) localStorage.setItem(keyOf(form), JSON.stringify(values));
    else localStorage.removeItem(keyOf(form));
  }

  function restore(form) {
    const kept = JSON.parse(localStorage.getItem(keyOf(form)) || "{}");
    for (const field of form.querySelectorAll(FIELDS)) {
      if (kept[field.name] && !field.value) field.value = kept[field.name];
    }
  }

  function say(form, words) {
    const place = form.querySelector("[data-draft-said]");
    if (place) place.textContent = words || "";
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) keep(form);
  });

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target.closest("form[data-draft]");
      if (!form) return;
      if (navigator.onLine) {
        form.dataset.sent = "";
        return;
      }
      // Certainly not sent: so it may be sent later without asking.
      event.preventDefault();
      event.stopImmediatePropagation();
      keep(form);
      form.dataset.waiting = "";
      say(form, document.body.dataset.waiting);
    },
    true,
  );

  window.addEventListener("online", () => {
    for (const form of document.querySelectorAll("form[data-draft][data-waiting]")) {
      delete form.dataset.waiting;
      say(form, "");
      form.requestSubmit();
    }
  });

  // The answer says that it was taken: only then is the draft of no use any more.
  document.addEventListener("htmx:afterRequest", (event) => {
    // Not the event's own element: by now the answer may stand in the form's place.
    const form = event.detail.requestConfig.elt.closest?.("form[data-draft]");
    if (form && event.detail.successful) localStorage.removeItem(keyOf(form));
  });

  const all = () => document.querySelectorAll("form[data-draft]").forEach(restore);
  document.addEventListener("htmx:afterSettle", all);
  all();
})();
