// Texts and notes on their way. Each is kept in this browser, with its key and its picture, until the server has it: so it
// outlives a lost connection, the page and the phone's own restart, and goes out by itself. The server takes each key once.
// Loaded by every page; where the conversation is open, composer.js shows what "ringback:letter" tells.
"use strict";

window.sending = (() => {
  const AWAY = 502; // from this status on, what stands behind the server, or a proxy, is away for a while
  const TRY_AGAIN = 15000; // milliseconds: where the server is there and its database is not, nothing tells of its return
  const OF_USE = 3600000; // after an hour a text is no answer any more: it is a draft again

  const waiting = new Map(); // what is on its way or lost on it, by its key, in the order in which it was written
  let turn = Promise.resolve(); // one goes out after the other

  const csrf = () => document.querySelector("input[name=csrf]")?.value
    || JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRF-Token"] || "";

  async function post(address, fields, picture) {
    const body = picture ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries({ csrf: csrf(), ...fields })) body.append(name, value);
    if (picture) body.append("picture", picture, picture.name);
    return fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
  }

  const tell = (letter, state, more = {}) =>
    document.dispatchEvent(new CustomEvent("ringback:letter", { detail: { letter, state, ...more }, cancelable: true }));

  // A letter: { key, talk, address, takeBack, note, body, seen, more, picture }.
  function send(letter) {
    letter.at = Date.now();
    waiting.set(letter.key, letter);
    const kept = drafts.keepLetter(letter);
    return goOut(letter, kept);
  }

  function goOut(letter, kept) {
    tell(letter, "goes");
    turn = turn.then(() => waiting.has(letter.key) && (letter.back ? callOff(letter, kept) : attempt(letter, kept)));
    return turn;
  }

  async function attempt(letter, kept) {
    const { key, address, body, seen, more, picture } = letter;
    try {
      const answer = await post(address, { body, key, seen, ...more }, picture);
      const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && !told.refusal) arrived(letter, told.text || told.note);
      else if (answer.status >= AWAY) await lost(letter, kept, TRY_AGAIN);
      else refused(letter, told.refusal, [401, 403].includes(answer.status));
    } catch {
      await lost(letter, kept, 0);
    }
  }

  // The server is asked also about a text that seems never to have left, since only the answer to it may have been lost.
  // It refuses what was taken back, whenever that comes.
  async function callOff(letter, kept) {
    try {
      const answer = await post(letter.takeBack, { key: letter.key });
      if (!answer.ok) return await lost(letter, kept, answer.status >= AWAY ? TRY_AGAIN : 0);
      const told = await answer.json();
      settle(letter);
      tell(letter, told.taken_back ? "taken-back" : "too-late");
    } catch {
      await lost(letter, kept, 0);
    }
  }

  function settle(letter) {
    clearTimeout(letter.soon);
    waiting.delete(letter.key);
    drafts.forgetLetter(letter.key);
  }

  function arrived(letter, id) {
    settle(letter);
    if (letter.unkept) drafts.put(letter.talk, "");
    tell(letter, "arrived", { id });
  }

  // Who is signed out, or no longer allowed to, finds it in the box of its conversation; the page then says so.
  function refused(letter, refusal, signedOut) {
    settle(letter);
    if (!signedOut) return tell(letter, "refused", { refusal }) && drafts.giveBack(letter);
    drafts.giveBack(letter);
    tell(letter, "signed-out");
  }

  async function lost(letter, kept, wait) {
    letter.lost = true;
    letter.away = wait > 0;
    letter.unkept = (await kept) === false;
    if (letter.unkept) drafts.put(letter.talk, letter.body, letter.note, letter.seen);
    tell(letter, "lost");
    if (wait) letter.soon = setTimeout(() => again(letter), wait);
  }

  function again(letter) {
    if (!waiting.has(letter.key) || !letter.lost) return;
    letter.lost = false;
    clearTimeout(letter.soon);
    goOut(letter, true);
  }

  // Its writer has the words in the box again. It stays in sight until the server has heard of it.
  function takeBack(letter) {
    if (!waiting.has(letter.key) || !letter.lost) return false;
    letter.back = true;
    letter.at = Date.now();
    drafts.keepLetter(letter);
    again(letter);
    return true;
  }

  const allAgain = () => [...waiting.values()].forEach(again);
  addEventListener("online", allAgain);
  document.addEventListener("ringback:connected", allAgain);

  // What the page before this one could not send.
  async function goOn() {
    const left = (await drafts.letters()).filter((letter) => !waiting.has(letter.key));
    for (const letter of left.sort((one, other) => one.at - other.at)) {
      if (letter.note || Date.now() - letter.at < OF_USE) {
        waiting.set(letter.key, letter);
        goOut(letter, true);
      } else {
        if (!letter.back) drafts.giveBack(letter);
        settle(letter);
        tell(letter, "given-back");
      }
    }
  }
  // After the scripts of this page, which show it.
  if (document.body.dataset.person) addEventListener("DOMContentLoaded", goOn);

  return { post, send, again, takeBack, arrived, waiting };
})();
