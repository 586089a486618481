// What every page does: shows what has changed by itself, lets toasts go, copies, opens dialogs.
// Without scripts every form and link still works; htmx only spares the loading of the whole page.
"use strict";

(() => {
  // --- Showing what has changed: <main data-live="/a/…/live"> gets parts of itself sent by the server ---

  let stream = null;

  function follow() {
    const address = document.querySelector("[data-live]")?.dataset.live || null;
    if (stream && stream.address === address) return;
    if (stream) stream.source.close();
    stream = address ? { address, source: new EventSource(address) } : null;
    if (!stream) return;
    stream.source.addEventListener("message", (event) => show(JSON.parse(event.data)));
    stream.source.addEventListener("error", () => complain(document.body.dataset.lost));
    stream.source.addEventListener("open", () => complain(""));
  }

  function show(parts) {
    for (const [name, html] of Object.entries(parts)) {
      const place = document.getElementById(name);
      if (!place || place.innerHTML === html) continue;
      // What was clicked in it is on its way, and brings its own answer; without its form that would get lost.
      if (place.querySelector(".htmx-request")) continue;
      const focused = place.contains(document.activeElement) && document.activeElement.id;
      const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80;
      const open = new Set([...place.querySelectorAll("details[id][open]")].map((each) => each.id));
      const sounds = [...place.querySelectorAll("audio[id]")].filter((each) => each.currentTime > 0);
      place.innerHTML = html;
      // Whoever listens goes on listening: a player that is put back at once has never stopped.
      for (const each of sounds) document.getElementById(each.id)?.replaceWith(each);
      for (const each of place.querySelectorAll("details[id]")) each.open = each.open || open.has(each.id);
      if (place.hasAttribute("data-bottom") && atEnd) place.scrollTop = place.scrollHeight;
      if (window.htmx) htmx.process(place);
      // Who works with the keyboard stays where they were.
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      place.dispatchEvent(new CustomEvent("ringback:shown", { bubbles: true }));
    }
  }

  function complain(words) {
    const place = document.getElementById("trouble");
    if (!place) return;
    place.textContent = words || "";
    place.hidden = !words;
  }

  // --- Toasts go by themselves, but not while somebody points at one ---

  function settle() {
    for (const toast of document.querySelectorAll("#toasts .toast:not([data-seen])")) {
      toast.dataset.seen = "";
      const go = () => (toast.matches(":hover, :focus-within") ? setTimeout(go, 2000) : toast.remove());
      setTimeout(go, toast.querySelector("form") ? 10000 : 5000);
    }
    for (const place of document.querySelectorAll("[data-bottom]:not([data-settled])")) {
      place.dataset.settled = "";
      place.scrollTop = place.scrollHeight;
    }
    document.querySelector("[data-first-problem] [aria-invalid=true]")?.focus();
    // What was asked for stands above the form that asked: go there, once.
    const answer = document.querySelector("[data-answer]:not([data-seen])");
    if (answer) {
      answer.dataset.seen = "";
      answer.scrollIntoView({ block: "start" });
    }
    follow();
  }

  // --- Small things that a click does ---

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      const before = copy.innerHTML;
      copy.textContent = document.body.dataset.copied;
      setTimeout(() => (copy.innerHTML = before), 1500);
    }
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open)?.showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    // A click beside a dialog closes it, as one expects.
    if (event.target.nodeName === "DIALOG") event.target.close();
  });

  // Choosing is enough where a form says so: <form data-at-once>.
  document.addEventListener("change", (event) => {
    if (event.target.form?.hasAttribute("data-at-once")) event.target.form.requestSubmit();
  });

  // --- htmx ---

  document.addEventListener("htmx:afterSettle", settle);
  document.addEventListener("htmx:sendError", () => complain(document.body.dataset.lost));
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A form with a problem comes back as a page, and so does the sentence that something is not allowed.
    if (event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/service-worker.js").catch(() => {});

  settle();
})();
