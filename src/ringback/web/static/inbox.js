// The inbox in the browser: who is here, how long people wait, what is new, and keys for everything.
// Without this script all of it still works as plain links and forms. static/composer.js is what is written.
"use strict";

(() => {
  const { begin, composer, find, all, markDrafts, post, setMode } = window.inbox;
  const open = () => find("[data-talk-open]");

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
  document.addEventListener("ringback:typing", (event) => tell(event.detail));

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

  // --- What is new: how much, in the title and at the app's sign; and below, where somebody reads further up ---

  let counted = ""; // what we have put before the title

  function count() {
    const unread = find("#boxes [data-unread]")?.dataset.unread || "";
    const title = document.title.startsWith(counted) ? document.title.slice(counted.length) : document.title;
    counted = unread ? `(${unread}) ` : "";
    document.title = counted + title;
    (unread ? navigator.setAppBadge?.(parseInt(unread, 10)) : navigator.clearAppBadge?.())?.catch(() => {});
  }

  const newest = () => find("[data-newest]")?.dataset.newest || "";
  let atEnd = true; // of the thread: then it stays there when a picture in it has come and takes its room
  let known = ""; // the newest text that whoever reads has had before their eyes

  function toNewest() {
    const thread = find("#thread");
    thread.scrollTo({ top: thread.scrollHeight, behavior: "smooth" });
  }

  function seen() {
    known = newest();
    const below = find("#below");
    if (below) below.hidden = true;
  }

  document.addEventListener("scroll", (event) => {
    const thread = event.target;
    if (thread.id !== "thread") return;
    atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
    if (atEnd) seen();
  }, true);

  document.addEventListener("load", (event) => {
    const thread = event.target.closest?.("#thread");
    if (thread && atEnd) thread.scrollTop = thread.scrollHeight;
  }, true);

  // --- Clicks ---

  let pointed = false; // a row was clicked with a mouse: who works with keys goes on with keys

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    if (on("#below")) toNewest();
    else if (on("[data-panel]")) { showAbout(!on(".panel-close") && about !== open()?.dataset.talkOpen); find("#menu")?.removeAttribute("open"); }
    else if (on("a.talk")) {
      pointed = event.detail > 0 && !matchMedia("(pointer: coarse)").matches;
      current(on("a.talk").dataset.talk);
    }
    // A click beside an open menu closes it.
    const menu = find(".menu[open]");
    if (menu && !menu.contains(event.target)) menu.removeAttribute("open");
  });

  let about = ""; // the conversation whose panel is open over it: also after a change made there

  function showAbout(shown) {
    about = shown ? open()?.dataset.talkOpen || "" : "";
    open()?.classList.toggle("about", shown);
  }

  function current(talk) {
    for (const row of all("a.talk")) {
      if (row.dataset.talk === talk) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    markDrafts();
  }

  // --- Keys ---

  let place = -1; // of the row that j and k have come to
  let stood = ""; // the conversation in that row
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
    const wanted = all(`:is(a, button)[data-key="${key}"]`, open() || document).at(-1);
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
      case "e": case "a": case "t": case "c": case "x": case "z": case "U": return press(event.key);
    }
    return false;
  }

  function leave() {
    if (open()?.classList.contains("about")) showAbout(false);
    else if (find(".menu[open]")) find(".menu[open]").removeAttribute("open");
    else if (document.activeElement !== document.body) document.activeElement.blur();
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (find("dialog[open]") || event.target.matches?.("#composer [name=body]")) return;
    if (event.target.matches?.("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (onKey(event)) event.preventDefault();
  });

  // --- Beginning, and after every change of the page ---

  function settle() {
    const form = composer();
    if (form) begin(form, pointed);
    pointed = false;
    const talk = open()?.dataset.talkOpen;
    // Where the list shows another number of theirs, the server has marked that row.
    if (talk && all("a.talk").some((row) => row.dataset.talk === talk)) current(talk);
    else markDrafts();
    if (talk && talk === about) open().classList.add("about");
    const rows = all("a.talk");
    const now = rows.findIndex((row) => row.hasAttribute("aria-current"));
    if (now >= 0) [place, stood] = [now, rows[now].dataset.talk];
    else if (stood && !rows.some((row) => row.dataset.talk === stood)) {
      place -= 1; // it is done and has left the list: the next one stands in its place
      stood = "";
    }
    count();
  }

  let shown = "";
  function settleAndTell() {
    settle();
    const talk = open()?.dataset.talkOpen || "";
    if (talk && talk !== shown) tell(false);
    if (talk !== shown) {
      atEnd = true;
      seen();
    }
    shown = talk;
  }

  // Where a conversation is opened while the last one is put away, the answer to that has taken the place that was
  // meant for it. (Of two that are opened, hx-sync ends the first.)
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.target.id !== "conversation" || detail.requestConfig.verb !== "get") return;
    detail.xhr.addEventListener("readystatechange", () => {
      if (!detail.target.isConnected) detail.target = find("#conversation") || detail.target;
    });
  });

  document.addEventListener("htmx:afterSettle", settleAndTell);
  document.addEventListener("ringback:shown", (event) => {
    if (event.target.id === "rows") settle();
    if (event.target.id === "boxes") count();
    if (event.target.id === "thread") {
      tell(false);
      // What the business itself wrote is no news, also when its bubble came a moment after somebody scrolled.
      if (event.detail.atEnd || all("#thread .said").at(-1)?.matches(".ours")) seen();
      else if (newest() !== known && find("#below")) find("#below").hidden = false;
    }
  });
  settleAndTell();
})();
