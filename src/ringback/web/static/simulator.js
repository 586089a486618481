// Keeps the page up to date and sends what is clicked, without loading the page again.
// Without this script every button still works as a plain form.
"use strict";

(() => {
  const problem = document.getElementById("problem");
  const said = document.getElementById("said");
  const words = document.querySelector("[data-stream]").dataset; // in the reader's language
  const opened = new Map(); // which receipts the reader has opened or closed

  function complain(words) {
    problem.textContent = words;
    problem.hidden = !words;
  }

  // --- Showing what has changed ---

  function show(name, html) {
    const place = document.getElementById(name);
    if (!place) return;
    const focused = place.contains(document.activeElement) && document.activeElement.id;
    place.innerHTML = html;
    settle(place);
    if (focused) {
      // Who works with the keyboard stays where they were, or on the button that took its place.
      const again = document.getElementById(focused) || place.querySelector(".call button");
      if (again) again.focus({ preventScroll: true });
    }
    tick();
  }

  function settle(place) {
    const now = performance.now();
    for (const each of place.querySelectorAll("[data-left]")) {
      each.until = now + 1000 * Number(each.dataset.left);
    }
    for (const each of place.querySelectorAll("[data-gone]")) {
      each.since = now - 1000 * Number(each.dataset.gone);
    }
    for (const each of place.querySelectorAll("[data-bottom]")) {
      each.scrollTop = each.scrollHeight;
    }
    for (const each of place.querySelectorAll("details")) {
      if (opened.has(each.id)) each.open = opened.get(each.id);
    }
    const newest = place.querySelector(".card:first-of-type .lines li:last-child span");
    if (newest && said.textContent !== newest.textContent) said.textContent = newest.textContent;
  }

  function tick() {
    const now = performance.now();
    for (const each of document.querySelectorAll("[data-left]")) {
      const left = Math.ceil(Math.max(0, each.until - now) / 1000);
      each.textContent = left ? words.in.replace("#", left) : words.now;
    }
    for (const each of document.querySelectorAll("[data-gone]")) {
      const gone = Math.floor((now - each.since) / 1000);
      each.textContent = `${Math.floor(gone / 60)}:${String(gone % 60).padStart(2, "0")}`;
    }
  }

  // --- Sending what is clicked ---

  async function send(form, button) {
    const typed = new FormData(form, button);
    const fields = form.enctype === "multipart/form-data" ? typed : new URLSearchParams(typed);
    for (const input of form.querySelectorAll("input:not([type=hidden])")) input.value = "";
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/plain" } });
      complain(answer.ok ? "" : await answer.text());
    } catch {
      complain(words.noAnswer);
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.live")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  // A picture takes its room when it has come: the newest stays in sight.
  document.addEventListener("load", (event) => {
    const messages = event.target.closest?.("[data-bottom]");
    if (messages) messages.scrollTop = messages.scrollHeight;
  }, true);

  // A chosen picture leaves at once, with the words that stand beside it.
  document.addEventListener("change", (event) => {
    if (event.target.matches("form.live [data-picture]") && event.target.value) event.target.form.requestSubmit();
  });

  document.addEventListener(
    "click",
    (event) => {
      const summary = event.target.closest("summary");
      if (summary) opened.set(summary.parentElement.id, !summary.parentElement.open);
    },
    true,
  );

  // --- Beginning ---

  const changes = new EventSource(words.stream);
  changes.addEventListener("message", (event) => {
    for (const [name, html] of Object.entries(JSON.parse(event.data))) afterPress(name, () => show(name, html));
  });
  changes.addEventListener("error", () => complain(words.lost));
  changes.addEventListener("open", () => complain(""));

  settle(document);
  setInterval(tick, 200);
  tick();
})();
