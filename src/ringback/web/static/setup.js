// The page of the text: what is typed is shown as a text on a phone, and a ready one can be taken over.
"use strict";

(() => {
  let waiting = 0;

  document.addEventListener("input", (event) => {
    const place = event.target.closest("[data-tried]");
    if (!place) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => show(place, event.target.value), 200);
  });

  document.addEventListener("click", (event) => {
    const words = event.target.closest("[data-fill]");
    if (!words) return;
    const field = document.getElementById(words.dataset.fill);
    field.value = words.textContent.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  async function show(place, text) {
    const token = place.closest("form").elements.csrf.value;
    try {
      const answer = await fetch(place.dataset.tried, { method: "POST", body: new URLSearchParams({ csrf: token, text }) });
      const bubble = document.getElementById("bubble");
      if (!answer.ok || !bubble) return;
      bubble.innerHTML = await answer.text();
      for (const said of place.querySelectorAll(".problem")) said.hidden = true; // about the words before these
      place.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
    } catch { /* it is only a help, and whoever leaves breaks it off */ }
  }
})();
