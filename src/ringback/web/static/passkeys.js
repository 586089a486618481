// Making and using passkeys: asks the server what to sign, lets the device sign it, and sends that as a form.
"use strict";

(() => {
  const able = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON;

  async function options(form) {
    const answer = await fetch(form.dataset.begin, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }

  async function sign(form) {
    if (form.dataset.passkey === "make") {
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await options(form)) });
    }
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await options(form)) });
  }

  function prepare(form) {
    form.hidden = !able;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector("[data-said]");
      said.textContent = "";
      try {
        form.elements.credential.value = JSON.stringify((await sign(form)).toJSON());
        form.submit();
      } catch (error) {
        // Whoever closes the device's question has changed their mind: nothing to say.
        if (error.name !== "NotAllowedError" && error.name !== "AbortError") said.textContent = error.message;
      }
    });
  }

  const all = () => document.querySelectorAll("[data-passkey]:not([data-ready])").forEach((form) => {
    form.dataset.ready = "";
    prepare(form);
  });
  document.addEventListener("htmx:afterSettle", all);
  all();
})();
