// What every page does: shows what has changed by itself, lets toasts go, copies, opens dialogs.
// Without scripts every form and link still works; htmx only spares the loading of the whole page.
"use strict";

(() => {
  // --- Leaving: what is under way then is broken off, and that is no error to tell anybody of ---

  let leaving = false;
  addEventListener("beforeunload", () => {
    leaving = true;
    setTimeout(() => (leaving = false), 3000); // a link to a phone number stays here
  });
  addEventListener("pagehide", () => (leaving = true));
  addEventListener("pageshow", () => (leaving = false));
  // Nor is it one when a later click has made a request superfluous; what else ends one has an event of its own.
  const ENDED = ["htmx:afterRequest", "htmx:sendAbort"];
  if (window.htmx) htmx.logger = (_place, event, told) => { if (leaving || ENDED.includes(event)) delete told.error; };

  // --- Pressing: what is under a finger stays until it is let go. Replaced in between, it would lose the click ---

  const TAP = 350; // milliseconds in which the click has come after a press
  const LONGEST_PRESS = 5000; // and after which we have not been told of the end of a press
  const held = new Map();
  let pressing = 0;

  // Do it now, or when nobody presses any more; of the same name only the last.
  window.afterPress = (name, act) => {
    if (pressing) held.set(name, act);
    else act();
  };

  function letGoAfter(wait) {
    clearTimeout(pressing);
    pressing = setTimeout(() => {
      const acts = [...held.values()];
      held.clear();
      pressing = 0;
      for (const act of acts) act();
    }, wait);
  }

  const isPress = (event) => event.key === " " || event.type.startsWith("pointer"); // Enter clicks at once
  for (const begins of ["pointerdown", "keydown"]) {
    addEventListener(begins, (event) => isPress(event) && letGoAfter(LONGEST_PRESS), true);
  }
  for (const ends of ["pointerup", "pointercancel", "keyup"]) {
    addEventListener(ends, (event) => isPress(event) && letGoAfter(TAP), true);
  }
  addEventListener("click", () => letGoAfter(0));

  // --- Showing what has changed: <main data-live="/a/…/live"> gets parts of itself sent by the server ---

  const LONGEST_WAIT = 30000;
  let stream = null;

  const followed = () => document.querySelector("[data-live]")?.dataset.live || null;

  function follow() {
    const address = followed();
    if (stream && stream.address === address) return;
    if (stream) stream.end();
    stream = address ? listen(address) : null;
  }

  function listen(address) {
    let source = null;
    let waits = 1000;
    let timer = 0;
    const begin = () => {
      source = new EventSource(address);
      source.addEventListener("message", ({ data }) => {
        for (const [name, html] of Object.entries(JSON.parse(data))) {
          // What the page has just shown may be about something else: then this stream is about to be ended.
          afterPress(name, () => followed() === address && show(name, html));
        }
      });
      source.addEventListener("open", () => {
        waits = 1000;
        complain("");
        document.dispatchEvent(new Event("ringback:connected"));
      });
      source.addEventListener("error", () => {
        if (leaving) return;
        complain(document.body.dataset.lost);
        // A browser comes back by itself after a broken line, but never after an answer that was no stream:
        // a proxy's while the server starts anew, or ours to somebody who is signed out by now.
        if (source.readyState !== EventSource.CLOSED) return;
        timer = setTimeout(again, waits);
        waits = Math.min(2 * waits, LONGEST_WAIT);
      });
    };
    const again = async () => {
      const signedOut = await fetch(location.href, { method: "HEAD", redirect: "manual" })
        .then((answer) => answer.type === "opaqueredirect")
        .catch(() => false);
      if (signedOut) {
        document.dispatchEvent(new Event("ringback:signed-out"));
        location.reload(); // to where one signs in, and from there back to here
      } else if (stream?.address === address) begin();
    };
    begin();
    return { address, end: () => { clearTimeout(timer); source.close(); } };
  }

  function show(name, html) {
    const place = document.getElementById(name);
    if (!place || place.innerHTML === html) return;
    // What was clicked in it is on its way, and brings its own answer; without its form that would get lost.
    if (place.querySelector(".htmx-request")) return;
    const focused = place.contains(document.activeElement) && document.activeElement.id;
    const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80;
    const open = new Set([...place.querySelectorAll("details[id][open]")].map((each) => each.id));
    const sounds = [...place.querySelectorAll("audio[id]")].filter((each) => each.currentTime > 0);
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    become(place, fresh.content);
    // Whoever listens goes on listening: a player that is put back at once has never stopped.
    for (const each of sounds) document.getElementById(each.id)?.replaceWith(each);
    for (const each of place.querySelectorAll("details[id]")) each.open = each.open || open.has(each.id);
    if (place.hasAttribute("data-bottom") && atEnd) place.scrollTop = place.scrollHeight;
    if (window.htmx) htmx.process(place);
    // Who works with the keyboard stays where they were.
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    place.dispatchEvent(new CustomEvent("ringback:shown", { bubbles: true, detail: { atEnd } }));
  }

  // Item by item, so that what looks as before stays: a picture, a selection, the place that one has scrolled to.
  function become(place, fresh) {
    const [now, then] = [[...place.childNodes], [...fresh.childNodes]];
    then.forEach((wanted, number) => {
      const there = now[number];
      if (!there) place.append(wanted);
      else if (there.isEqualNode(wanted)) return;
      else if (isList(there) && there.nodeName === wanted.nodeName) become(there, wanted);
      else there.replaceWith(wanted);
    });
    for (const gone of now.slice(then.length)) gone.remove();
  }

  const isList = (node) => node.nodeName === "OL" || node.nodeName === "UL";

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
      const done = await navigator.clipboard?.writeText(copy.dataset.copy).then(() => true, () => false);
      const before = copy.innerHTML;
      copy.textContent = done ? document.body.dataset.copied : copy.dataset.copy; // else to be copied by hand
      setTimeout(() => (copy.innerHTML = before), done ? 1500 : 10000);
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

  // What templates/error.html says, where the page has a place to say it.
  function faultOf(answer) {
    const fault = new DOMParser().parseFromString(answer, "text/html").querySelector("[data-fault]");
    return fault && document.getElementById("trouble") ? fault.dataset.fault : "";
  }

  // A page that comes as the answer to a form takes the place of this one's <main>. What stands around it, it
  // brings along; where it needs other styles or scripts, or speaks another language, it is loaded whole. What it
  // says for a moment, it has said already, so that is carried over.
  const CARRIED = "said for a moment";
  const filesOf = (page) => [...page.querySelectorAll("head link[rel=stylesheet], head script[src]")];
  const addressOf = (file) => file.getAttribute("href") || file.getAttribute("src");

  function needs(page) {
    const { lang, dataset } = page.documentElement;
    const framed = page.querySelector(".frame") ? "framed" : "alone";
    return [lang, dataset.theme, framed, ...filesOf(page).map(addressOf)].join(" ");
  }

  function comeWhole(answer, { xhr }) {
    if (needs(answer) === needs(document)) return false;
    if (xhr.getResponseHeader("Content-Location")) {
      sessionStorage.setItem(CARRIED, answer.querySelector("#toasts").innerHTML);
      location.assign(xhr.responseURL);
      return true;
    }
    // The answer to what was sent cannot be asked for again.
    const here = new Set(filesOf(document).map(addressOf));
    for (const file of filesOf(answer)) if (!here.has(addressOf(file))) document.head.append(again(file));
    return false;
  }

  // A script that was parsed out of an answer never runs.
  function again(file) {
    const fresh = document.createElement(file.nodeName);
    for (const { name, value } of file.attributes) fresh.setAttribute(name, value);
    return fresh;
  }

  function takeAround(answer) {
    for (const each of document.querySelectorAll("nav.side, nav.foot")) {
      const fresh = answer.querySelector(`nav.${each.className}`);
      if (fresh && fresh.innerHTML !== each.innerHTML) each.replaceChildren(...fresh.childNodes);
    }
  }

  function sayCarried() {
    const carried = sessionStorage.getItem(CARRIED);
    sessionStorage.removeItem(CARRIED);
    if (carried?.trim()) document.getElementById("toasts").innerHTML = carried;
  }

  const LONG_WAIT = 4000; // milliseconds, after which whoever has sent a form is told that it goes on

  // What comes under another address is another page, read from its beginning; the same page stays where it was,
  // though the browser would hold on to something in the old one.
  let left = null;

  function turnTo() {
    if (!left) return;
    const same = left.path === location.pathname;
    scrollTo(0, same ? left.top : 0);
    if (!same && document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
    left = null;
  }

  document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "main" && turnTo());
  document.addEventListener("htmx:afterSettle", settle);
  document.addEventListener("htmx:beforeRequest", ({ detail: { xhr, requestConfig } }) => {
    if (requestConfig.verb === "get") return;
    const slow = setTimeout(() => complain(document.body.dataset.slow), LONG_WAIT);
    xhr.addEventListener("loadend", () => clearTimeout(slow));
  });
  document.addEventListener("htmx:sendError", () => complain(document.body.dataset.unsent));
  document.addEventListener("htmx:afterOnLoad", ({ detail: { xhr } }) => xhr.status < 400 && complain(""));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (xhr.status < 400) return;
    event.detail.isError = false;
    // A form with a problem comes back as a page. An answer that is not the form's says why in one sentence above
    // it, and the form stays with all that was typed.
    const sentence = requestConfig.verb !== "get" && faultOf(xhr.responseText);
    event.detail.shouldSwap = !sentence;
    if (sentence) complain(sentence);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target.id !== "main" || !event.detail.shouldSwap) return;
    const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
    if (!answer.getElementById("main")) return;
    left = { path: location.pathname, top: scrollY };
    if (comeWhole(answer, event.detail)) event.detail.shouldSwap = false;
    else if (xhr.status < 400) takeAround(answer);
  });

  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/service-worker.js").catch(() => {});

  sayCarried();
  settle();
})();
