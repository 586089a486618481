// The box at the foot of a conversation: drafts that stay, sending without waiting, notes, canned replies.
// Without this script it still works as a plain form. static/inbox.js does the rest of the inbox.
"use strict";

window.inbox = (() => {
  const find = (selector, place = document) => place.querySelector(selector);
  const all = (selector, place = document) => [...place.querySelectorAll(selector)];
  const composer = () => find("#composer");
  const csrf = () => find("input[name=csrf]", composer() || document)?.value || "";

  async function post(address, fields, picture) {
    const body = picture ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries({ csrf: csrf(), ...fields })) body.append(name, value);
    if (picture) body.append("picture", picture, picture.name);
    return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  }

  const AWAY = 502; // from this status on, what stands behind the server, or a proxy, is away for a while
  const TRY_AGAIN = 15000; // milliseconds

  // randomUUID is only there over TLS, and in a shop's own network there may be none.
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16)).join("-");

  // --- Drafts: what was begun stays until it is sent, also when the page is left ---

  const keepDraft = (form) => drafts.put(form.dataset.talk, form.body.value, noting(form), form.dataset.begunAt);

  function markDrafts() {
    for (const row of all("[data-talk].talk")) {
      const draft = drafts.of(row.dataset.talk);
      const mark = find(".draft-mark", row);
      if (mark) mark.hidden = !draft || row.hasAttribute("aria-current");
    }
  }

  // --- The box to write in ---

  // As many rows as there are lines, where the browser does not do it by itself. No inline style: the page's
  // policy forbids it, and htmx would copy it.
  function fit(area) {
    if (CSS.supports("field-sizing", "content")) return;
    area.rows = 1;
    while (area.scrollHeight > area.clientHeight && area.rows < 12) area.rows += 1;
  }

  function setMode(form, mode) {
    const noting = mode === "note";
    form.classList.toggle("noting", noting);
    for (const each of all(".mode", form)) each.setAttribute("aria-pressed", String(each.dataset.mode === mode));
    form.body.placeholder = noting ? form.dataset.noteWords : form.dataset.textWords;
    measure(form);
  }

  const noting = (form) => form.classList.contains("noting");
  let measuring = 0;

  function measure(form) {
    clearTimeout(measuring);
    const meter = find("#meter");
    if (!form.body.value.trim() || noting(form)) {
      meter.textContent = "";
      return;
    }
    measuring = setTimeout(async () => {
      const typed = form.body.value;
      try {
        const answer = await post(form.dataset.meter, { body: typed });
        if (!answer.ok || form.body.value !== typed) return;
        const told = await answer.json();
        const cost = form.dataset.cost.replace("{parts}", told.parts).replace("{left}", told.left);
        const said = told.refusal || told.warnings[0] || (told.parts ? cost : "");
        meter.textContent = told.added ? `${said} · + “${told.added}”` : said;
        meter.title = meter.textContent;
        meter.classList.toggle("warn", Boolean(told.refusal || told.warnings.length));
      } catch { /* the meter is only a help */ }
    }, 350);
  }

  const newest = () => find("[data-newest]")?.dataset.newest || "";

  // What stood there when somebody began to write: should a colleague answer before it is sent, they are told.
  function noteBegun(form, begunAt = newest()) {
    if (!form.body.value.trim() && !picture) delete form.dataset.begunAt;
    else form.dataset.begunAt ??= begunAt;
  }

  function begin(form, pointed) {
    if (form.dataset.begun) return;
    form.dataset.begun = "yes";
    picture = null;
    const draft = drafts.of(form.dataset.talk);
    if (draft && !form.body.value.trim()) form.body.value = draft.body;
    noteBegun(form, draft?.begunAt);
    if (find("[data-no-texts]") || (draft?.note && form.body.value === draft.body)) setMode(form, "note");
    fit(form.body);
    measure(form);
    if (pointed) form.body.focus({ preventScroll: true });
  }

  function fill(form, words) {
    form.body.value = words;
    form.body.focus();
    form.body.setSelectionRange(words.length, words.length);
    fit(form.body);
    noteBegun(form);
    keepDraft(form);
    measure(form);
  }

  // --- Sending: it stands in the thread at once, with its state ---

  const unsent = new Map(); // the bubbles of what is on its way or lost on it, and their conversations
  let turn = Promise.resolve(); // one goes out after the other, as they were written

  function bubble(form, key, body, picture) {
    const one = document.createElement("li");
    one.key = key;
    one.className = noting(form) ? "said note" : "said ours wait";
    const words = document.createElement("p");
    words.className = "words";
    words.dir = "auto";
    words.textContent = body;
    const under = document.createElement("small");
    under.className = "under";
    under.textContent = form.dataset.sending;
    if (body) one.append(words);
    one.append(under);
    if (picture) pictures.shown(picture, 320).then((drawn) => one.prepend(drawn));
    if (!stands(one)) find("#thread .happened").append(one);
    const thread = find("#thread");
    thread.scrollTop = thread.scrollHeight;
    return one;
  }

  async function send(form, more = {}) {
    const body = form.body.value;
    const asNote = noting(form);
    const enclosed = asNote ? null : picture;
    if (!body.trim() && !enclosed) return;
    const key = form.key.value;
    form.key.value = newKey(); // the next one may be sent before this one is answered
    const seen = form.dataset.begunAt ?? newest();
    const one = bubble(form, key, body.trim(), enclosed);
    unsent.set(one, form.dataset.talk);
    if (enclosed) enclose(form, null);
    fill(form, "");
    if (asNote) setMode(form, "text");
    refuse(form, null);
    const before = turn;
    let over;
    turn = new Promise((done) => (over = done));
    try {
      await before;
      const answer = await post(asNote ? form.dataset.note : form.action, { body, key, seen, ...more }, enclosed);
      const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && !told.refusal) {
        arrived(one, told.text || told.note);
        return;
      }
      if (answer.status >= AWAY) return lost(form, one, { body, key, enclosed, asNote, wait: TRY_AGAIN });
      unsent.delete(one);
      one.remove();
      const signedOut = [401, 403].includes(answer.status); // or no longer allowed to: the page then says so
      if (signedOut || !form.isConnected) drafts.put(form.dataset.talk, body, asNote, seen);
      if (signedOut) return location.reload();
      if (!form.isConnected) return;
      if (asNote) setMode(form, "note");
      fill(form, form.body.value.trim() ? `${body}\n${form.body.value}` : body);
      if (enclosed && !picture) enclose(form, enclosed);
      refuse(form, told.refusal || { sentence: form.dataset.lost, may_insist: false });
    } catch {
      lost(form, one, { body, key, enclosed, asNote });
    } finally {
      over();
    }
  }

  // The thread may have been drawn with it already; else it takes the place of the bubble.
  function arrived(one, id) {
    unsent.delete(one);
    if (document.getElementById(id)) one.remove();
    else one.id = id;
  }

  // What came back from the server carries the key that it was sent with.
  const stands = (one) => find(`#thread [data-key="${CSS.escape(one.key)}"]`);

  // The same key goes with it again: should the first have arrived after all, it is not sent twice. It goes out by
  // itself as soon as there is a net, or the server, again, as long as the page is open; and it stays as a draft.
  // Where the server is there and its database is not, nothing tells of its return: `wait` is until the next try.
  function lost(form, one, { body, key, enclosed, asNote, wait = 0 }) {
    if (stands(one)) return arrived(one, stands(one).id);
    const talk = form.dataset.talk;
    let soon = 0;
    one.settle = () => {
      clearTimeout(soon);
      removeEventListener("online", again);
      document.removeEventListener("ringback:connected", again);
      unsent.delete(one);
      one.remove();
    };
    const again = () => {
      one.settle();
      if (composer()?.dataset.talk !== talk) return; // it is kept as a draft of its conversation
      const begun = composer().body.value;
      composer().key.value = key;
      setMode(composer(), asNote ? "note" : "text");
      if (enclosed) enclose(composer(), enclosed);
      fill(composer(), body);
      send(composer()).then(() => begun && !composer()?.body.value && fill(composer(), begun));
    };
    one.classList.add("failed");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "small plain";
    button.textContent = form.dataset.retry;
    button.addEventListener("click", again);
    find(".under", one).replaceChildren(`${wait ? form.dataset.away : document.body.dataset.waiting} `, button);
    if (wait) soon = setTimeout(again, wait);
    addEventListener("online", again);
    document.addEventListener("ringback:connected", again);
    drafts.put(talk, body, asNote);
    const thread = find("#thread"); // there is none where they have gone back to the list meanwhile
    if (thread) thread.scrollTop = thread.scrollHeight;
  }

  // What has not gone out stays in sight, also when the thread is drawn anew; unless it stands there already,
  // because the news of it was quicker than the answer to it, or the answer was lost.
  document.addEventListener("ringback:shown", (event) => {
    if (event.target.id !== "thread") return;
    for (const [one, talk] of unsent) {
      if (talk !== composer()?.dataset.talk) continue;
      if (!stands(one)) find("#thread .happened").append(one);
      else if (one.settle) {
        one.settle();
        keepDraft(composer());
      }
    }
  });

  // --- A picture that goes with it ---

  let picture = null; // made small enough already

  async function choosePicture(form, file) {
    refuse(form, null);
    try {
      const fitting = await pictures.fitting(file);
      if (form.isConnected) enclose(form, fitting);
    } catch {
      refuse(form, { sentence: form.dataset.unreadable, may_insist: false });
    }
    form.picture.value = ""; // the same may be chosen again
    form.body.focus();
  }

  function enclose(form, chosen) {
    picture = chosen;
    noteBegun(form);
    const place = find("#chosen");
    place.hidden = !chosen;
    find("canvas", place)?.remove();
    find("span", place).textContent = chosen ? chosen.name : "";
    if (chosen) pictures.shown(chosen, 96).then((drawn) => picture === chosen && place.prepend(drawn));
  }

  function offered(event, files) {
    const form = composer();
    const file = form && !noting(form) && pictures.among(files);
    if (!file) return;
    event.preventDefault();
    choosePicture(form, file);
  }

  document.addEventListener("paste", (event) => event.target.closest?.("#composer") && offered(event, event.clipboardData.files));
  // A file that is dropped beside its place would be opened instead of the page.
  const brings = (event) => event.dataTransfer.types.includes("Files") && event.target.closest?.("#conversation");
  document.addEventListener("dragover", (event) => brings(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    offered(event, event.dataTransfer.files);
  });

  function refuse(form, refusal) {
    const place = find("#refused");
    place.hidden = !refusal;
    if (!refusal) return;
    find("p", place).textContent = refusal.sentence;
    find("[data-anyway]", place).hidden = !refusal.may_insist;
    find(".because", place).hidden = refusal.code !== "content";
    place.dataset.code = refusal.code || "";
  }

  // They have read what a colleague answered, and go on writing all the same.
  function giveUp(form) {
    refuse(form, null);
    form.dataset.begunAt = newest();
    keepDraft(form);
    form.body.focus();
  }

  // --- Canned replies: a slash in an empty text, then a few letters ---

  function showCanned(shown) {
    const place = find("#canned");
    if (!place) return;
    place.hidden = !shown;
    if (shown) choose(filterCanned(""), 0);
  }

  function filterCanned(typed) {
    const wanted = typed.toLowerCase();
    const every = all("#canned li");
    for (const each of every) each.hidden = !each.textContent.toLowerCase().includes(wanted);
    return every.filter((each) => !each.hidden);
  }

  function choose(shown, place) {
    for (const each of all("#canned li")) each.setAttribute("aria-selected", "false");
    const one = shown[Math.max(0, Math.min(place, shown.length - 1))];
    one?.setAttribute("aria-selected", "true");
    one?.scrollIntoView({ block: "nearest" });
  }

  function take(one) {
    showCanned(false);
    if (one) fill(composer(), one.dataset.body);
  }

  function cannedKeys(event) {
    const shown = all("#canned li").filter((each) => !each.hidden);
    const now = shown.findIndex((each) => each.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(shown, now + step);
    else if (event.key === "Enter" || event.key === "Tab") {
      take(shown[now]);
    } else if (event.key === "Escape") showCanned(false);
    else return false;
    event.preventDefault();
    return true;
  }

  // --- What is typed, chosen and clicked in it ---

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("#composer");
    if (!form || event.target.name !== "body") return;
    fit(form.body);
    noteBegun(form);
    keepDraft(form);
    measure(form);
    if (form.body.value.startsWith("/") && !noting(form)) {
      find("#canned").hidden = false;
      choose(filterCanned(form.body.value.slice(1)), 0);
    } else showCanned(false);
    if (form.body.value.trim()) document.dispatchEvent(new CustomEvent("ringback:typing", { detail: !noting(form) }));
  });

  document.addEventListener("change", (event) => {
    if (event.target.name === "picture" && event.target.files[0]) choosePicture(event.target.form, event.target.files[0]);
  });

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "composer") return;
    event.preventDefault();
    event.stopPropagation();
    send(event.target);
  }, true);

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    const form = composer();
    if (!form) return;
    if (on(".mode")) { setMode(form, on(".mode").dataset.mode); keepDraft(form); form.body.focus(); }
    else if (on("button[data-canned]")) { showCanned(find("#canned").hidden); form.body.focus(); }
    else if (on("#canned li")) take(on("#canned li"));
    else if (on("[data-again]")) fill(form, on("[data-again]").dataset.again);
    else if (on("[data-no-picture]")) enclose(form, null);
    else if (on("[data-give-up]")) giveUp(form);
    else if (on("[data-anyway]")) {
      const content = find("#refused").dataset.code === "content";
      const because = find("[name=because]").value;
      if (content && !because.trim()) find("[name=because]").focus();
      else send(form, content ? { because } : { anyway: "yes" });
    }
  });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("#composer");
    if (!form || event.target.name !== "body" || find("dialog[open]")) return;
    if (!find("#canned").hidden && cannedKeys(event)) return;
    const sends = event.key === "Enter" && !event.isComposing && !event.shiftKey;
    const coarse = matchMedia("(pointer: coarse)").matches;
    if (sends && (event.ctrlKey || event.metaKey || !coarse)) {
      event.preventDefault();
      send(form);
    } else if (event.key === "Escape") form.body.blur();
  });

  return { begin, composer, find, all, markDrafts, post, setMode };
})();
