// What can be done with an answer and a question: ask why, copy, link, ask again, judge, edit, go on.
import { answers, exchange, facts, isAsked, isAsking, questions, typed } from "./chat.js";
import { FORM_NAMES, take, text } from "./copy.js";
import { judge } from "./judge.js";
import { menu } from "./menu.js";
import { scope } from "./scope.js";
import { at, index, load, order } from "./server.js";
import { all, announce, button, dress, element, one, said, say } from "./words.js";

const OFFERED = 3;

export function equip() {
  for (const answer of answers()) if (facts(answer) && !one(".tools", answer)) answer.append(reasons(facts(answer)), tools(answer));
  for (const asked of questions()) if (!one(".edit", asked)) equipQuestion(asked);
  if (isAsking()) for (const form of all("#chat .editing")) form.remove();
  for (const line of all("#chat .understood:has(.say-understood)")) equipUnderstood(line);
  offerNext();
}

// Why this answer: looked up when it is unfolded.
function reasons(told) {
  const fold = element("details", "why");
  fold.append(said("summary", "why"));
  fold.addEventListener("toggle", async () => {
    if (!fold.open || fold.classList.contains("filled")) return;
    const box = element("div", "");
    fold.classList.add("filled");
    try {
      box.innerHTML = (await load(`api/why?turn=${told.id}`)).html; // escaped by the server, see assistant/why_html.py
    } catch (error) {
      box.append(error.message ? element("p", "hint", error.message) : said("p", "server_away", "hint"));
      fold.classList.remove("filled");
    }
    fold.replaceChildren(one("summary", fold), box);
    dress(fold);
  });
  return fold;
}

function tools(answer) {
  const bar = element("div", "tools");
  bar.setAttribute("aria-live", "off"); // the answer is announced, its buttons are not
  bar.setAttribute("role", "group");
  const told = facts(answer);
  const parts = [];
  if (told.status === "answered") parts.push(copying(told));
  parts.push(button("link", "tool", (event) => taken(event.currentTarget, address(told), "link_copied")));
  parts.push(button("again", "tool", () => { if (!isAsking()) order([typed(questions()[exchange(answer)])], exchange(answer)); }));
  bar.append(...parts, ...judge(answer));
  return bar;
}

// The address that asks this question again, of the same documents.
function address(told) {
  const there = at("");
  there.hash = "";
  there.search = new URLSearchParams([...(index === null ? [] : [["index", index]]), ["q", told.standalone], ...scope().map((id) => ["doc", id])]);
  return there.href;
}

function copying(told) {
  const wrap = element("span", "menu");
  const opener = said("button", "copy", "tool opens");
  opener.type = "button";
  const panel = element("span", "panel");
  for (const form of FORM_NAMES) panel.append(button(`copy_${form}`, "tool", () => { opener.click(); taken(opener, text(told, form), "copied"); }));
  menu(opener, panel);
  wrap.append(opener, panel);
  return wrap;
}

async function taken(made, content, sentence) {
  try {
    await take(content);
  } catch {
    announce(say("not_copied"));
    return;
  }
  announce(say(sentence));
  made.classList.add("done");
  setTimeout(() => made.classList.remove("done"), 1600);
}

// ---- a question is edited in its place, or as it was understood

function equipQuestion(asked) {
  const pencil = element("button", "edit");
  pencil.type = "button";
  pencil.dataset.title = "edit_question";
  pencil.addEventListener("click", () => edit(asked, typed(asked)));
  asked.append(pencil);
}

function equipUnderstood(line) {
  if (one("button", line)) return;
  line.append(" ", button("edit", "edit-understood", () => {
    edit(questions()[exchange(line)], facts(line.closest(".answer")).standalone);
  }));
}

// The form stands beside the question, which is Gradio's own and stays where Gradio put it.
function edit(asked, content) {
  if (isAsking() || asked.classList.contains("edited")) return;
  const keep = exchange(asked);
  const form = element("form", "editing");
  const box = element("textarea", "");
  box.value = content;
  box.rows = Math.min(6, Math.ceil(content.length / 30));
  box.maxLength = 1000;
  box.dataset.hint = "edit_question";
  const send = said("button", "send", "tool strong");
  send.type = "submit";
  const leave = () => { form.remove(); asked.classList.remove("edited"); one(".edit", asked)?.focus(); };
  form.append(box);
  if (keep < questions().length - 1) form.append(said("p", "edit_drops", "hint"));
  form.append(send, button("cancel", "tool", leave));
  dress(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim()) return;
    leave();
    order([box.value.trim()], keep);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
    if (event.key === "Escape") { event.stopPropagation(); leave(); }
  });
  asked.classList.add("edited");
  asked.after(form);
  box.focus();
  box.select();
}

// ---- questions to go on with, below the last answer, and to begin with

export function offers(list) {
  return list.map((question) => {
    const made = element("button", "offer", question);
    made.type = "button";
    made.addEventListener("click", () => { if (!isAsking()) order([question], questions().length); });
    return made;
  });
}

const found = new Map(); // by turn: questions near its sources

async function offerNext() {
  const last = answers().at(-1);
  for (const old of all("#chat .next")) if (isAsking() || !last?.contains(old)) old.remove();
  const told = last && facts(last);
  if (!told?.passages.length || isAsking() || one(".next", last)) return;
  const row = element("div", "next");
  row.setAttribute("aria-live", "off");
  last.append(row);
  if (!found.has(told.id)) {
    const near = new URLSearchParams(told.passages.map((id) => ["passage", id]));
    found.set(told.id, load(`api/suggest?${near}`).then((told) => told.questions, () => []));
  }
  const fresh = (await found.get(told.id)).filter((question) => !isAsked(question)).slice(0, OFFERED);
  if (!fresh.length || !row.isConnected) return;
  row.append(said("p", told.status === "answered" ? "go_on" : "instead", "label"), ...offers(fresh));
  dress(row);
}

let examples = null;

export async function offerFirst() {
  const place = one("#examples .offers");
  if (!place || place.classList.contains("filled")) return;
  place.classList.add("filled");
  examples ??= load("api/suggest").then((told) => told.questions, () => { examples = null; return []; });
  const list = await examples;
  if (list.length && place.isConnected) place.replaceChildren(said("p", "try_asking", "label"), ...offers(list));
}
