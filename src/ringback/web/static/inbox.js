// The inbox in the browser: sending without waiting, drafts that stay, keys, canned replies, who is typing.
// Without this script all of it still works as plain links and forms.
"use strict";

(() => {
  const find = (selector, place = document) => place.querySelector(selector);
  const all = (selector, place = document) => [...place.querySelectorAll(selector)];
  const open = () => find("[data-talk-open]");
  const composer = () => find("#composer");
  const csrf = () => find("input[name=csrf]", composer() || document)?.value || "";

  async function post(address, fields, picture) {
    const body = picture ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries({ csrf: csrf(), ...fields })) body.append(name, value);
    if (picture) body.append("picture", picture);
    return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  }

  // --- Drafts: what was begun stays until it is sent, also when the page is left ---

  const draftOf = (talk) => `draft:${talk}`;

  function keepDraft(form) {
    const body = form.body.value;
    if (body.trim()) localStorage.setItem(draftOf(form.dataset.talk), body);
    else localStorage.removeItem(draftOf(form.dataset.talk));
  }

  function markDrafts() {
    for (const row of all("[data-talk].talk")) {
      const draft = localStorage.getItem(draftOf(row.dataset.talk));
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
        const answer = await post(form.dataset.draft, { body: typed });
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

  let pointed = false; // a row was clicked with a mouse: who works with keys goes on with keys

  function begin(form) {
    if (form.dataset.begun) return;
    form.dataset.begun = "yes";
    const draft = localStorage.getItem(draftOf(form.dataset.talk));
    if (draft && !form.body.value.trim()) form.body.value = draft;
    if (find("[data-no-texts]")) setMode(form, "note");
    fit(form.body);
    measure(form);
    if (pointed) form.body.focus({ preventScroll: true });
    pointed = false;
  }

  function fill(form, words) {
    form.body.value = words;
    form.body.focus();
    form.body.setSelectionRange(words.length, words.length);
    fit(form.body);
    keepDraft(form);
    measure(form);
  }

  // --- Sending: it stands in the thread at once, with its state ---

  function bubble(form, body) {
    const one = document.createElement("li");
    one.className = noting(form) ? "said note" : "said ours wait";
    const words = document.createElement("p");
    words.className = "words";
    words.dir = "auto";
    words.textContent = body;
    const under = document.createElement("small");
    under.className = "under";
    under.textContent = form.dataset.sending;
    one.append(words, under);
    find("#thread .happened").append(one);
    const thread = find("#thread");
    thread.scrollTop = thread.scrollHeight;
    return one;
  }

  async function send(form, more = {}) {
    const body = form.body.value;
    if (!body.trim()) return;
    const asNote = noting(form);
    const key = form.key.value;
    const seen = find("[data-newest]")?.dataset.newest || form.seen.value;
    const picture = asNote ? null : form.picture.files[0];
    const one = bubble(form, body);
    fill(form, "");
    refuse(form, null);
    try {
      const answer = await post(asNote ? form.dataset.note : form.action, { body, key, seen, ...more }, picture);
      const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && !told.refusal) {
        form.key.value = crypto.randomUUID();
        if (picture) choosePicture(form, false);
        if (asNote) setMode(form, "text");
        return;
      }
      one.remove();
      fill(form, body);
      refuse(form, told.refusal || { sentence: form.dataset.lost, may_insist: false });
    } catch {
      lost(form, one, body, key, asNote);
    }
  }

  // The same key goes with it again: should the first have arrived after all, it is not sent twice.
  function lost(form, one, body, key, asNote) {
    one.classList.add("failed");
    const under = find(".under", one);
    under.textContent = `${form.dataset.lost} `;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "small plain";
    again.textContent = form.dataset.retry;
    again.addEventListener("click", () => {
      one.remove();
      form.key.value = key;
      setMode(form, asNote ? "note" : "text");
      fill(form, body);
      send(form);
    });
    under.append(again);
    localStorage.setItem(draftOf(form.dataset.talk), body);
    form.key.value = crypto.randomUUID();
  }

  function choosePicture(form, chosen) {
    if (!chosen) form.picture.value = "";
    const place = find("#chosen");
    const picture = form.picture.files[0];
    place.hidden = !picture;
    find("span", place).textContent = picture ? picture.name : "";
  }

  function refuse(form, refusal) {
    const place = find("#refused");
    place.hidden = !refusal;
    if (!refusal) return;
    find("p", place).textContent = refusal.sentence;
    find("[data-anyway]", place).hidden = !refusal.may_insist;
    find(".because", place).hidden = refusal.code !== "content";
    place.dataset.code = refusal.code || "";
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

  // --- Telling the others who is here ---

  let told = { open: 0, typing: 0, talk: "" };

  function tell(typing) {
    const place = open();
    if (!place || document.visibilityState !== "visible") return;
    const now = Date.now();
    const at = told[typing ? "typing" : "open"] + (typing ? 4000 : 1500);
    if (now < at && told.talk === place.dataset.talkOpen) return;
    told = { ...told, [typing ? "typing" : "open"]: now, talk: place.dataset.talkOpen };
    post(place.dataset.here, { typing: typing ? "yes" : "" }).catch(() => {});
  }

  setInterval(() => tell(false), 25000);
  document.addEventListener("visibilitychange", () => tell(false));

  // --- How long people wait, counted on ---

  function brief(milliseconds) {
    const minutes = Math.floor(milliseconds / 60000);
    if (minutes < 1) return "<1m";
    if (minutes < 60) return `${minutes}m`;
    return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 1440)}d`;
  }

  setInterval(() => {
    for (const each of all("[data-since]")) {
      const time = Date.now() - Date.parse(each.dataset.since);
      find("b", each).textContent = brief(time);
      each.classList.toggle("long", time >= 30 * 60000);
    }
  }, 15000);

  // --- Events ---

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("#composer");
    if (!form || event.target.name !== "body") return;
    fit(form.body);
    keepDraft(form);
    measure(form);
    if (form.body.value.startsWith("/") && !noting(form)) {
      find("#canned").hidden = false;
      choose(filterCanned(form.body.value.slice(1)), 0);
    } else showCanned(false);
    if (form.body.value.trim()) tell(!noting(form));
  });

  document.addEventListener("change", (event) => {
    if (event.target.name === "picture") choosePicture(event.target.form, true);
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
    if (on(".mode")) { setMode(form, on(".mode").dataset.mode); form.body.focus(); }
    else if (on("button[data-canned]")) { showCanned(find("#canned").hidden); form.body.focus(); }
    else if (on("#canned li")) take(on("#canned li"));
    else if (on("[data-again]")) fill(form, on("[data-again]").dataset.again);
    else if (on("[data-no-picture]")) choosePicture(form, false);
    else if (on("[data-give-up]")) { refuse(form, null); form.body.focus(); }
    else if (on("[data-anyway]")) {
      const content = find("#refused").dataset.code === "content";
      const because = find("[name=because]").value;
      if (content && !because.trim()) find("[name=because]").focus();
      else send(form, content ? { because } : { anyway: "yes" });
    } else if (on("[data-panel]")) { open()?.classList.toggle("about"); find("#menu")?.removeAttribute("open"); }
    else if (on("a.talk")) {
      pointed = event.detail > 0 && !matchMedia("(pointer: coarse)").matches;
      current(on("a.talk").dataset.talk);
    }
    // A click beside an open menu closes it.
    const menu = find(".menu[open]");
    if (menu && !menu.contains(event.target)) menu.removeAttribute("open");
  });

  function current(talk) {
    for (const row of all("a.talk")) {
      if (row.dataset.talk === talk) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    markDrafts();
  }

  // --- Keys ---

  let place = -1; // of the row that j and k have come to
  let going = false;
  const boxes = { o: "open", u: "unread", w: "waiting", c: "call", m: "mine", d: "done" };

  function step(by) {
    const every = all("a.talk");
    const now = every.findIndex((row) => row === document.activeElement || row.hasAttribute("aria-current"));
    place = Math.max(0, Math.min(every.length - 1, (now < 0 ? place : now) + by));
    const row = every[place];
    if (!row) return;
    row.focus();
    row.scrollIntoView({ block: "nearest" });
    if (open()) row.click();
  }

  function press(key) {
    const wanted = find(`[data-key="${key}"]`, open() || document);
    if (!wanted) return false;
    wanted.click();
    return true;
  }

  function onKey(event) {
    if (event.key === "Escape") return leave();
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (going) {
      going = false;
      if (boxes[event.key]) { find(`.box[href*="box=${boxes[event.key]}"], .box:first-child`)?.click(); return true; }
    }
    switch (event.key) {
      case "j": step(1); return true;
      case "k": step(-1); return true;
      case "r": case "n":
        if (!composer()) return false;
        setMode(composer(), event.key === "n" ? "note" : "text");
        composer().body.focus();
        return true;
      case "/": find("#q").focus(); find("#q").select(); return true;
      case "u": find(".to-list")?.click(); return Boolean(find(".to-list"));
      case "g": going = true; return true;
      case "?": find("#keys").showModal(); return true;
      case "e": case "a": case "t": case "c": case "z": case "U": return press(event.key);
    }
    return false;
  }

  function leave() {
    if (open()?.classList.contains("about")) open().classList.remove("about");
    else if (find(".menu[open]")) find(".menu[open]").removeAttribute("open");
    else if (document.activeElement !== document.body) document.activeElement.blur();
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("#composer");
    if (find("dialog[open]")) return;
    if (form && event.target.name === "body") {
      if (!find("#canned").hidden && cannedKeys(event)) return;
      const sends = event.key === "Enter" && !event.isComposing && !event.shiftKey;
      const coarse = matchMedia("(pointer: coarse)").matches;
      if (sends && (event.ctrlKey || event.metaKey || !coarse)) {
        event.preventDefault();
        send(form);
      } else if (event.key === "Escape") form.body.blur();
      return;
    }
    if (event.target.matches?.("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (onKey(event)) event.preventDefault();
  });

  // --- Beginning, and after every change of the page ---

  function settle() {
    const form = composer();
    if (form) begin(form);
    if (open()) current(open().dataset.talkOpen);
    else markDrafts();
    const rows = all("a.talk");
    const now = rows.findIndex((row) => row.hasAttribute("aria-current"));
    if (now >= 0) place = now;
  }

  let shown = "";
  function settleAndTell() {
    settle();
    const talk = open()?.dataset.talkOpen || "";
    if (talk && talk !== shown) tell(false);
    shown = talk;
  }

  document.addEventListener("htmx:afterSettle", settleAndTell);
  document.addEventListener("ringback:shown", (event) => {
    if (event.target.id === "rows") settle();
    if (event.target.id === "thread") tell(false);
  });
  settleAndTell();
})();
