// The box at the foot of a conversation: drafts that stay, sending without waiting, notes, canned replies.
// Without this script it still works as a plain form. static/inbox.js does the rest of the inbox.
"use strict";

window.inbox = (() => {
  const find = (selector, place = document) => place.querySelector(selector);
  const all = (selector, place = document) => [...place.querySelectorAll(selector)];
  const composer = () => find("#composer");
  const { post } = sending;

  // randomUUID is only there over TLS, and in a shop's own network there may be none.
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16)).join("-");

  // --- Drafts: what was begun stays until it is sent, also when the page is left ---

  const keepDraft = (form) => drafts.put(form.dataset.talk, form.body.value, noting(form), form.dataset.begunAt);

  function markDrafts() {
    for (const row of all("[data-talk].talk")) {
      const { talk } = row.dataset;
      const draft = drafts.of(talk) || [...sending.waiting.values()].some((letter) => letter.talk === talk);
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
    takeUp(form);
    showUnsent();
    if (pointed) form.body.focus({ preventScroll: true });
  }

  // What was begun here before.
  function takeUp(form) {
    const draft = drafts.of(form.dataset.talk);
    if (draft && !form.body.value.trim()) form.body.value = draft.body;
    noteBegun(form, draft?.begunAt);
    if (find("[data-no-texts]") || (draft?.note && form.body.value === draft.body)) setMode(form, "note");
    fit(form.body);
    measure(form);
    drafts.pictureOf(form.dataset.talk).then((chosen) => chosen && form.isConnected && !picture && enclose(form, chosen));
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

  function send(form, more = {}) {
    const body = form.body.value;
    const note = noting(form);
    const enclosed = note ? null : picture;
    if (!body.trim() && !enclosed) return;
    const letter = {
      key: form.key.value,
      talk: form.dataset.talk,
      address: note ? form.dataset.note : form.action,
      takeBack: note ? "" : form.dataset.takeBack,
      note,
      body,
      seen: form.dataset.begunAt ?? newest(),
      more,
      picture: enclosed,
    };
    form.key.value = newKey(); // the next one may be sent before this one is answered
    if (enclosed) enclose(form, null);
    fill(form, "");
    if (note) setMode(form, "text");
    refuse(form, null);
    sending.send(letter);
  }

  const bubbles = new Map(); // of what is on its way or lost on it, by its key

  // What came back from the server carries the key that it was sent with.
  const standing = (key) => find(`#thread [data-key="${CSS.escape(key)}"]`);
  const isOpen = (letter) => composer()?.dataset.talk === letter.talk;

  function bubble({ key, note, body, picture }) {
    const one = document.createElement("li");
    one.className = note ? "said note" : "said ours wait";
    const words = document.createElement("p");
    words.className = "words";
    words.dir = "auto";
    words.textContent = body.trim();
    const under = document.createElement("small");
    under.className = "under";
    if (body.trim()) one.append(words);
    one.append(under);
    if (picture) pictures.shown(picture, 320).then((drawn) => one.prepend(drawn));
    bubbles.set(key, one);
    return one;
  }

  function showLetter(letter) {
    if (!isOpen(letter) || !find("#thread") || standing(letter.key)) return;
    const one = bubbles.get(letter.key) || bubble(letter);
    one.classList.toggle("failed", Boolean(letter.lost && !letter.back));
    one.classList.toggle("off", Boolean(letter.back));
    find(".under", one).replaceChildren(...(letter.lost ? lostWords(letter) : [composer().dataset.sending]));
    if (!one.isConnected) find("#thread .happened").append(one);
    const thread = find("#thread");
    thread.scrollTop = thread.scrollHeight;
  }

  function lostWords(letter) {
    const said = composer().dataset;
    if (letter.back) return [said.takenBack];
    const retry = button(said.retry, () => sending.again(letter));
    const words = `${letter.away ? said.away : document.body.dataset.waiting} `;
    if (!letter.takeBack) return [words, acts(retry)];
    const takeBack = button(said.takeBackWords, () => sending.takeBack(letter) && giveBack(composer(), letter));
    takeBack.dataset.key = "x";
    takeBack.title = `${said.takeBackWords} (x)`;
    return [words, acts(retry, takeBack)];
  }

  function acts(...buttons) {
    const side = document.createElement("span");
    side.className = "acts";
    side.append(...buttons);
    return side;
  }

  function button(words, pressed) {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "small plain";
    one.textContent = words;
    one.addEventListener("click", pressed);
    return one;
  }

  document.addEventListener("ringback:letter", (event) => {
    const { letter, state, id, refusal } = event.detail;
    const one = bubbles.get(letter.key);
    markDrafts();
    if (state === "goes" || state === "lost") {
      if (state === "lost" && !letter.back && standing(letter.key)) sending.arrived(letter, standing(letter.key).id);
      else showLetter(letter);
      return;
    }
    bubbles.delete(letter.key);
    // The thread may have been drawn with it already; else it takes the place of the bubble.
    if (state === "arrived" && id && !document.getElementById(id)) one && (one.id = id);
    else one?.remove();
    if (!isOpen(letter)) return;
    if (state === "signed-out") location.reload();
    if (state === "given-back") takeUp(composer());
    if (state === "too-late") refuse(composer(), { sentence: composer().dataset.tooLate, may_insist: false });
    if (state === "refused") {
      event.preventDefault(); // it need not be kept as a draft: here it is
      comeBack(composer(), letter, refusal);
    }
  });

  function giveBack(form, { note, body, picture: enclosed }) {
    if (note) setMode(form, "note");
    fill(form, form.body.value.trim() ? `${body}\n${form.body.value}` : body);
    if (enclosed && !picture) enclose(form, enclosed);
  }

  function comeBack(form, letter, refusal) {
    giveBack(form, letter);
    refuse(form, refusal || { sentence: form.dataset.lost, may_insist: false });
  }

  // What has not gone out stays in sight, also when the thread is drawn anew; unless it stands there already,
  // because the news of it was quicker than the answer to it, or the answer was lost.
  function showUnsent() {
    for (const letter of sending.waiting.values()) {
      if (!isOpen(letter)) continue;
      const there = standing(letter.key);
      if (there && letter.lost && !letter.back) sending.arrived(letter, there.id);
      else showLetter(letter);
    }
  }

  document.addEventListener("ringback:shown", (event) => event.target.id === "thread" && showUnsent());

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
    drafts.keepPicture(form.dataset.talk, chosen);
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
