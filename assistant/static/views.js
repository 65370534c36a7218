// What lies over the conversation: the documents and what reading did to them, and what readers said.
import { corpus } from "./corpus.js";
import { load } from "./server.js";
import { button, dress, element, one, said } from "./words.js";

const view = element("section", "");
view.id = "view";
view.tabIndex = -1;
view.hidden = true;
document.body.append(view);

// By name: what draws a view gives its parts, and may have it drawn again. A tab of another package adds its own.
const VIEWS = { corpus, opinions };
let shown = null;

export const shownView = () => shown;
export const viewNames = () => Object.keys(VIEWS);
export const addView = (name, draw) => { VIEWS[name] = draw; };

export async function showView(name) {
  shown = name;
  document.body.classList.add("has-view");
  for (const id of viewNames()) {
    if (id === name) one(`#${id}`)?.setAttribute("aria-current", "page"); else one(`#${id}`)?.removeAttribute("aria-current");
  }
  view.hidden = false;
  view.dataset.name = name;
  const head = element("header", "");
  head.append(said("h2", name), button("back_to_chat", "tool", hideView));
  view.replaceChildren(head, said("p", "loading_view", "hint"));
  view.focus({ preventScroll: true });
  let parts;
  try {
    parts = await VIEWS[name](() => { if (shown === name) showView(name); });
  } catch (error) {
    parts = [error.message ? element("p", "hint", error.message) : said("p", "view_failed", "hint")];
  }
  if (shown !== name) return;
  view.replaceChildren(head, ...parts);
  dress(view);
}

export function hideView() {
  if (!shown) return false;
  one(`#${shown}`)?.removeAttribute("aria-current");
  shown = null;
  view.hidden = true;
  document.body.classList.remove("has-view");
  one("#question textarea")?.focus({ preventScroll: true });
  return true;
}

// ---- what readers said, and what stayed unanswered

async function opinions() {
  const [feedback, unanswered] = await Promise.all([load("api/feedback"), load("api/unanswered")]);
  const isMixed = new Set([...feedback, ...unanswered].map((entry) => entry.index)).size > 1;
  const of = (value) => (isMixed ? [value] : []); // which index it was, where there were several
  return [
    said("h3", "unanswered"),
    unanswered.length ? table(["question", ...of("index_name"), "asked_times", "asked_last"], unanswered.map((entry) => [
      again(entry.question), ...of(entry.index), String(entry.times), time(entry.last),
    ])) : said("p", "unanswered_none", "hint"),
    said("h3", "feedback"),
    feedback.length ? table(["feedback_rating", "question_label", ...of("index_name"), "feedback_comment", "feedback_at"], feedback.map((entry) => [
      said("span", `rating_${entry.rating}`, `rated ${entry.rating}`), again(entry.question), ...of(entry.index), entry.comment, time(entry.at),
    ])) : said("p", "feedback_none", "hint"),
  ];
}

export const time = (iso) => new Date(iso).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function again(question) {
  if (!question) return "";
  const made = element("button", "again-asked", question);
  made.type = "button";
  made.addEventListener("click", () => {
    hideView();
    const box = one("#question textarea");
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return made;
}

export function table(names, rows) {
  const wrap = element("div", "table");
  wrap.tabIndex = 0;
  const made = element("table", "");
  const head = made.createTHead().insertRow();
  for (const name of names) {
    const cell = said("th", name === "question" ? "question_label" : name);
    cell.scope = "col";
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const value of row) line.insertCell().append(value);
  }
  wrap.append(made);
  return wrap;
}

let user = ""; // who is logged in, once that is known

// What only some may see is offered only to them.
export async function whoAmI() {
  const session = await load("api/session").catch(() => null);
  document.body.classList.toggle("is-admin", Boolean(session?.admin));
  user = session?.user ?? "";
  drawLeave();
}

// The way out for who is logged in; the server may say so before Gradio has drawn the header.
export function drawLeave() {
  if (!user || !one("#top") || one("#leave")) return;
  const form = element("form", "");
  Object.assign(form, { id: "leave", method: "post", action: "logout", title: user });
  form.append(said("button", "log_out", "tool"));
  one("#top").append(form);
  dress(form);
}
