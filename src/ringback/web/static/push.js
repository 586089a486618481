// Turns notifications of this browser on and off, and registers the service worker that shows them.
"use strict";

(() => {
  if (!("serviceWorker" in navigator)) return;
  const ready = navigator.serviceWorker.register("/service-worker.js").catch(() => null);

  function bytes(text) {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
  }

  async function prepare(form) {
    const registration = await ready;
    if (!registration || !registration.pushManager) return;
    form.hidden = false;
    const now = await registration.pushManager.getSubscription();
    form.querySelector("[data-on]").hidden = !now;
    form.querySelector("[data-off]").hidden = Boolean(now);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector("[data-said]");
      try {
        const turnOff = event.submitter && event.submitter.hasAttribute("data-on");
        const before = await registration.pushManager.getSubscription();
        if (turnOff && before) await before.unsubscribe();
        const subscription = turnOff
          ? before
          : await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
        form.elements.subscription.value = JSON.stringify(subscription);
        form.action = turnOff ? form.dataset.off : form.dataset.on;
        form.submit();
      } catch (error) {
        said.textContent = error.name === "NotAllowedError" ? form.dataset.denied : error.message;
      }
    });
  }

  document.querySelectorAll("form[data-push]").forEach((form) => prepare(form).catch(() => {}));
})();
