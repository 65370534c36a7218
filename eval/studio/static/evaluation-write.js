// Writing gold questions: ask, mark what answers, say what a complete answer holds, save.
import { index, load, post } from "./server.js";
import { library } from "./scope.js";
import { all, announce, button, dress, element, lang, one, said, say, valued } from "./words.js";

const HITS = 10;
const TYPES = ["factoid", "definition", "list", "comparison", "how", "why", "broad", "yesno", "english"];

let into = "mine";

export async function drawWriting() {
  const [candidates, documents, known] = await Promise.all([load("api/evaluation/candidates"), library(), load("api/indexes")]);
  const named = known.length > 1 ? [valued("p", "studio_writes_of", { index: index ?? known[0].name })] : [];
  const titles = new Map(documents.map((entry) => [entry.doc_id, entry.title]));
  const ask = element("form", "studio-row studio-ask");
  const question = box("input", "studio_ask_hint", 2000);
  const find = said("button", "studio_search", "tool strong");
  find.type = "submit";
  const hits = element("div", "studio-hits");
  ask.append(question, find);
  const search = async () => {
    if (!question.value.trim()) return question.focus();
    try {
      const found = await post("api/search", { query: question.value.trim().slice(0, 500), k: HITS });
      hits.replaceChildren(said("h3", "studio_hits"), said("p", found.length ? "studio_mark_hint" : "studio_no_hits", "hint"), ...found.map((hit) => card(hit, titles)));
    } catch (error) {
      hits.replaceChildren(element("p", "studio-problem", error.message || say("view_failed")));
    }
  };
  ask.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  const desk = element("div", "studio-desk");
  desk.append(hits, form(question, hits));
  return [...named, waiting(candidates, question, search), ask, desk];
}

function box(tag, hint, most) {
  const made = element(tag, "");
  made.maxLength = most;
  made.dataset.hint = hint;
  dress(made);
  return made;
}

// ---- questions from readers

function waiting(candidates, question, search) {
  const made = element("details", "studio-candidates");
  const head = element("summary", "");
  head.append(valued("span", "studio_candidates", { count: candidates.length }));
  const list = element("ul", "");
  list.append(...candidates.map((entry) => {
    const line = element("li", "");
    const pick = element("button", "again-asked", entry.question);
    pick.type = "button";
    pick.addEventListener("click", () => { question.value = entry.question; made.open = false; search(); });
    const why = entry.why === "unanswered" ? valued("small", "studio_unanswered", { times: entry.times }) : said("small", `studio_${entry.why}`);
    line.append(pick, " ", why, entry.comment ? element("small", "", ` “${entry.comment}”`) : "");
    return line;
  }));
  made.append(head, candidates.length ? list : said("p", "studio_no_candidates", "hint"));
  return made;
}

// ---- a passage, and which of its words answer

function card(hit, titles) {
  const made = element("article", "studio-hit");
  made.dataset.passage = hit.passage_id;
  const tick = element("label", "studio-tick");
  const mark = element("input", "");
  mark.type = "checkbox";
  tick.append(mark, said("span", "studio_mark"));
  const text = element("p", "studio-text", hit.text);
  const narrow = button("studio_narrow", "tool", () => {
    const words = selected(text);
    if (!words) return;
    mark.checked = true;
    made.dataset.quote = words.toString();
    highlight(text, hit.text, words);
    whole.hidden = false;
  });
  const whole = button("studio_whole", "tool", () => {
    delete made.dataset.quote;
    text.textContent = hit.text;
    whole.hidden = true;
  });
  narrow.addEventListener("mousedown", (event) => event.preventDefault()); // the selection is kept
  whole.hidden = true;
  mark.addEventListener("change", () => made.classList.toggle("marked", mark.checked));
  const tools = element("div", "studio-row");
  tools.append(tick, narrow, whole);
  made.append(element("small", "", titles.get(hit.doc_id) ?? hit.doc_id), text, tools);
  return made;
}

// The selected words of a passage, and where they stand in it.
function selected(text) {
  const chosen = getSelection();
  if (!chosen.rangeCount || !chosen.toString().trim()) return null;
  const range = chosen.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  const words = range.toString();
  return { start, end: start + words.length, toString: () => words };
}

function highlight(text, content, { start, end }) {
  const mark = element("mark", "", content.slice(start, end));
  text.replaceChildren(content.slice(0, start), mark, content.slice(end));
  text.closest(".studio-hit").classList.add("marked");
  getSelection().removeAllRanges();
}

// ---- what is kept

function form(question, hits) {
  const made = element("form", "studio-form studio-keep");
  const none = element("label", "studio-tick");
  const isNone = element("input", "");
  isNone.type = "checkbox";
  none.append(isNone, said("span", "studio_none"));
  const answers = box("textarea", "studio_answers_hint", 4000);
  answers.rows = 3;
  const type = box("input", "studio_type", 60);
  type.value = TYPES[0];
  type.setAttribute("list", "studio-types");
  const types = element("datalist", "");
  types.id = "studio-types";
  types.append(...TYPES.map((name) => Object.assign(element("option", ""), { value: name })));
  const language = element("select", "");
  for (const name of ["zh", "en"]) language.append(Object.assign(said("option", `studio_lang_${name}`), { value: name }));
  language.value = lang;
  question.addEventListener("input", () => { language.value = /[\u3400-\u9fff]/.test(question.value) || !/[a-z]/i.test(question.value) ? "zh" : "en"; });
  const set = box("input", "studio_into", 60);
  set.value = into;
  const save = said("button", "studio_save", "tool strong");
  save.type = "submit";
  const line = element("p", "hint");
  line.setAttribute("role", "status");
  isNone.addEventListener("change", () => { answers.disabled = isNone.checked; });
  const fields = element("div", "studio-row");
  fields.append(labelled("studio_type", type), labelled("studio_lang", language), labelled("studio_into", set), save);
  made.append(none, labelled("studio_answers", answers), types, fields, line);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    into = set.value.trim();
    const marks = isNone.checked ? [] : all(".studio-hit", hits).filter((each) => one("input", each).checked)
      .map((each) => ({ passage_id: each.dataset.passage, quote: each.dataset.quote ?? "" }));
    if (!isNone.checked && !marks.length) return tell(line, say("draft_no_evidence"), true);
    const draft = { gold: into, question: question.value, type: type.value, lang: language.value, answers: isNone.checked ? [] : answers.value.split("\n").filter((each) => each.trim()), marks };
    try {
      const kept = await post("api/evaluation/topics", draft);
      tell(line, "", false, valued("span", "studio_saved", { id: kept.id }));
      answers.value = question.value = "";
      isNone.checked = answers.disabled = false;
      hits.replaceChildren();
      question.focus();
    } catch (error) {
      tell(line, error.message || say("view_failed"), true);
    }
    return undefined;
  });
  return made;
}

function tell(line, sentence, isProblem, ...content) {
  line.className = isProblem ? "studio-problem" : "hint";
  line.replaceChildren(sentence, ...content);
  if (isProblem) announce(sentence);
}

function labelled(name, input) {
  const made = element("label", "studio-choice");
  made.append(said("span", name), input);
  return made;
}
