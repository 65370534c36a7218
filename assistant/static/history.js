// Conversations of before, kept in this browser only: their questions, which are asked anew when one is opened.
import { answers, isAsking, questions, typed } from "./chat.js";
import { addressOf } from "./indexes.js";
import { close, menu } from "./menu.js";
import { choose, scope } from "./scope.js";
import { index, isReady, order } from "./server.js";
import { button, dress, element, one, said, sign } from "./words.js";

const KEY = "wenju-history";
const CURRENT = "wenju-conversation";
const MOST = 50; // conversations, and questions of one

let current = null;

function read() {
  try {
    const told = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(told) ? told.filter((entry) => Array.isArray(entry?.questions) && entry.questions.length && entry.questions.every((q) => typeof q === "string")) : [];
  } catch {
    return [];
  }
}

function write(entries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries.slice(0, MOST)));
    if (current) sessionStorage.setItem(CURRENT, current); else sessionStorage.removeItem(CURRENT);
  } catch { /* private browsing */ }
}

// Keeps what is on the page, once it is answered.
export function keep() {
  if (isAsking()) return;
  const asked = questions().map(typed).slice(-MOST);
  if (!asked.length || answers().length < asked.length) return;
  current ??= `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
  const entries = read();
  const before = entries.find((entry) => entry.id === current);
  const entry = { id: current, at: Date.now(), questions: asked, documents: scope(), index };
  if (before && JSON.stringify([before.questions, before.documents]) === JSON.stringify([asked, entry.documents])) return;
  write([entry, ...entries.filter((other) => other.id !== current)]);
}

export function leave() {
  current = null;
  try { sessionStorage.removeItem(CURRENT); } catch { /* private browsing */ }
  if (location.search) history.replaceState(null, "", addressOf(index));
}

const isHere = (entry) => (entry.index ?? null) === index;

function open(entry) {
  if (isAsking()) return;
  leave();
  if (!isHere(entry)) {
    try { sessionStorage.setItem(CURRENT, entry.id); } catch { /* private browsing */ }
    location.assign(addressOf(entry.index ?? null));
    return;
  }
  current = entry.id;
  choose(Array.isArray(entry.documents) ? entry.documents : []);
  order(entry.questions);
}

// What the page begins with: the questions in its address, or the conversation that this tab had. True when it asks them.
let begun = false;
export function begin() {
  if (begun || !isReady()) return false;
  begun = true;
  const asked = new URLSearchParams(location.search);
  if (asked.has("q")) {
    choose(asked.getAll("doc"));
    order(asked.getAll("q").slice(0, MOST));
    return true;
  }
  let id = null;
  try { id = sessionStorage.getItem(CURRENT); } catch { /* private browsing */ }
  const entry = read().find((other) => other.id === id);
  if (!entry || !isHere(entry)) return false;
  open(entry);
  return true;
}

export function drawHistory() {
  const opener = one("#past");
  if (!opener || one("#history")) return;
  const panel = element("div", "panel");
  panel.id = "history";
  panel.addEventListener("opened", () => fillIn(panel));
  document.body.append(panel);
  menu(opener, panel);
}

function fillIn(panel) {
  const entries = read();
  const list = element("ul", "");
  for (const entry of entries) {
    const row = document.createElement("li");
    const link = element("button", "past", entry.questions[0]);
    link.type = "button";
    const asked = new Date(entry.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    link.append(element("span", "more", [asked, entry.index].filter(Boolean).join(" · ")));
    link.addEventListener("click", () => { close(); open(entry); });
    row.append(link, sign("forget", "forget", (event) => {
      event.stopPropagation();
      write(read().filter((other) => other.id !== entry.id));
      fillIn(panel);
      (one("button", panel) ?? one("#past")).focus();
    }));
    list.append(row);
  }
  panel.replaceChildren(said("p", entries.length ? "history_where" : "history_none", "hint"), list);
  if (entries.length) panel.append(button("forget_all", "tool", () => { write([]); fillIn(panel); one("#past").focus(); }));
  dress(panel);
  one("button", panel)?.focus();
}
