"use strict";
// Filters the questions and shows one when it is opened. All texts are put in as text, never as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const FIRST = 5; // hits shown of a ranking before one asks for more

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const isChinese = () => document.documentElement.lang.startsWith("zh");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (braces, key) => values[key] ?? braces);
const say = (name, values = {}) => fill(data.words[name]?.[isChinese() ? 0 : 1] ?? name, values);

function element(tag, className = "", ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content.filter((part) => part !== null && part !== ""));
  return made;
}

// A sentence in both languages; the style sheet shows one.
function both(name, values = {}) {
  const [zh, en] = data.words[name].map((text) => fill(text, values));
  return zh === en ? document.createTextNode(zh) : element("span", "", element("span", "zh", zh), element("span", "en", en));
}

// ---- language: that of the page of the same server, or of the browser

const KEY = "wenju-lang";
const stored = () => { try { return localStorage.getItem(KEY); } catch { return null; } };

function speak(lang) {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  const toggle = one("#language");
  toggle.textContent = say("language");
  toggle.lang = isChinese() ? "en" : "zh-CN";
  for (const field of all("[data-hint]")) { field.placeholder = say(field.dataset.hint); field.ariaLabel = say(field.dataset.hint); }
  for (const list of all("select[data-any]")) list.ariaLabel = say(list.dataset.any);
  for (const option of all("option[data-say]")) option.textContent = say(option.dataset.say);
}

one("#language").addEventListener("click", () => {
  const lang = isChinese() ? "en" : "zh";
  try { localStorage.setItem(KEY, lang); } catch { /* private browsing */ }
  speak(lang);
});
addEventListener("storage", (event) => { if (event.key === KEY && event.newValue) speak(event.newValue); });

// ---- bars: one measure by one grouping at a time

for (const list of all("figure select")) {
  const figure = list.closest("figure");
  list.addEventListener("change", () => {
    const shown = all("select", figure).map((each) => each.value).join(" ");
    for (const panel of all(".bars", figure)) panel.hidden = panel.dataset.shown !== shown;
  });
}

// ---- questions

const cases = data.cases;

function caseRow(entry) {
  const row = element("details", "case");
  row.id = `q-${entry.id}`;
  const asked = element("span", "asked", entry.question, element("small", "", `${entry.id} · ${entry.type}`));
  row.append(element("summary", "", asked, element("span", "flags")));
  row.addEventListener("toggle", () => { if (row.open && row.children.length === 1) row.append(inside(entry)); });
  entry.row = row;
  entry.text = [entry.id, entry.question, ...entry.answers, ...entry.history.map((message) => message[1])].join("\n").toLowerCase();
  return row;
}

function drawFlags(entry, system) {
  const names = entry.faults[system] ?? [];
  one(".flags", entry.row).replaceChildren(...(names.length
    ? names.map((name) => element("span", "flag", both(`fault_${name}`)))
    : [element("span", "flag fine", both("fine"))]));
}

const part = (name, ...content) => element("div", "", element("h4", "", both(name)), ...content);

function inside(entry) {
  const body = element("div", "inside");
  if (entry.history.length) {
    body.append(part("earlier", ...entry.history.map(([role, text]) => element("div", "message", both(`role_${role}`), element("p", "", text)))));
  }
  const asked = element("div", "two");
  asked.append(
    element("div", "", part("expected", expected(entry)), ...(entry.gold.length ? [part("gold", ...entry.gold.map(place))] : [])),
    part("said", answers(entry)),
  );
  const rankings = element("div", "rankings", ...data.systems.filter((system) => entry.runs[system]).map((system) => ranking(entry, system)));
  const link = element("a", "link", both("link_to"));
  link.href = `#q-${entry.id}`;
  body.append(asked, part("ranked", rankings), link);
  return body;
}

function expected(entry) {
  if (!entry.doc) return element("p", "", both("expect_silence"));
  return element("div", "expected", element("ul", "", ...entry.answers.map((text) => element("li", "", text))));
}

function place([doc, before, quote, after]) {
  return element("p", "place", element("small", "", data.documents[doc] ?? doc), before && `…${before}`, element("mark", "", quote), after && `${after}…`);
}

// One answer at a time: that of the system judged, then of the one that is chosen.
function answers(entry) {
  const made = element("div", "");
  const names = data.systems.filter((system) => entry.runs[system] && (entry.runs[system].turn !== null || entry.runs[system].error));
  if (!names.length) return element("p", "hint", both("nothing_ranked"));
  const choice = element("div", "system-of");
  const shown = element("div", "");
  const show = (system) => {
    for (const button of choice.children) button.setAttribute("aria-pressed", String(button.textContent === system));
    shown.replaceChildren(...answer(entry.runs[system], entry.turns));
  };
  for (const system of names) {
    const button = element("button", "", system);
    button.type = "button";
    button.addEventListener("click", () => show(system));
    choice.append(button);
  }
  if (names.length > 1) made.append(choice);
  made.append(shown);
  show(names.includes(one("#judged").value) ? one("#judged").value : names[0]);
  return made;
}

function answer(run, turns) {
  const turn = turns[run.turn];
  if (!turn) return [element("p", "flag", run.error)];
  const parts = [];
  if (turn.short) parts.push(element("p", "", element("b", "", turn.short)));
  const text = element("p", "answer");
  for (const piece of turn.text.split(/(\[\d+\])/)) text.append(/^\[\d+\]$/.test(piece) ? element("sup", "", piece) : piece);
  parts.push(text);
  const timings = run.ms.map(([stage, value]) => element("span", "", data.words[`stage_${stage}`] ? both(`stage_${stage}`) : stage, ` ${value.toFixed(1)} ms`));
  parts.push(element("p", "numbers", element("span", "", both("confidence"), ` ${turn.confidence.toFixed(2)}`), ...timings));
  parts.push(element("p", "hint", both("understood"), "：", turn.standalone));
  if (turn.citations.length) {
    parts.push(element("h4", "", both("cited")), element("ol", "cited", ...turn.citations.map(([n, doc, section, quote, page]) =>
      element("li", "", `[${n}] ${quote}`, element("small", "", [data.documents[doc] ?? doc, section].filter(Boolean).join(" › "), page ? " · " : null, page ? both("page", { page }) : null)))));
  }
  return parts;
}

function ranking(entry, system) {
  const run = entry.runs[system];
  const rank = run.relevant[0];
  const made = element("div", "ranking", element("h5", "", system));
  if (entry.doc) made.firstChild.append(element("small", "", ...(rank ? [both("relevant"), ` @ ${rank}`] : ["–"])));
  made.firstChild.title = say(rank ? "relevant_at" : "relevant_none", { system, rank, depth: run.ranking.length });
  if (!run.ranking.length) made.append(element("p", "hint", both("nothing_ranked")));
  const hits = run.ranking.map((number, n) => hit(number, n + 1, run.relevant.includes(n + 1)));
  made.append(...hits.slice(0, FIRST));
  if (hits.length > FIRST) {
    const more = element("button", "more", both("more_hits", { count: hits.length - FIRST }));
    more.type = "button";
    more.addEventListener("click", () => more.replaceWith(...hits.slice(FIRST)));
    made.append(more);
  }
  return made;
}

function hit(number, rank, isRelevant) {
  const [id, doc, text] = data.passages[number];
  const made = element("details", isRelevant ? "hit relevant" : "hit");
  const line = text.replace(/\s+/g, " ").slice(0, 80) || id;
  made.append(element("summary", "", element("b", "", String(rank)), element("span", "clip", line)));
  made.firstChild.title = isRelevant ? say("relevant") : "";
  made.append(element("p", "", element("small", "", [data.documents[doc] ?? doc, id].join(" › ")), "\n", text));
  return made;
}

// ---- filter

function options(list, values) {
  const any = element("option", "");
  any.value = "";
  any.dataset.say = list.dataset.any;
  list.replaceChildren(any, ...values.map(([value, name, sentence]) => {
    const made = element("option", "", name ?? "");
    made.value = value;
    if (sentence) made.dataset.say = sentence;
    return made;
  }));
}

function filter() {
  const chosen = (id) => one(id).value;
  const words = chosen("#wanted").toLowerCase().split(/\s+/).filter(Boolean);
  const system = chosen("#judged");
  let count = 0;
  for (const entry of cases) {
    const isWrong = (entry.faults[system] ?? []).length > 0;
    const fits = words.every((word) => entry.text.includes(word))
      && (!chosen("#type") || entry.type === chosen("#type"))
      && (!chosen("#lang") || entry.lang === chosen("#lang"))
      && (!chosen("#document") || entry.doc === chosen("#document"))
      && (!chosen("#verdict") || (chosen("#verdict") === "wrong") === isWrong);
    entry.row.hidden = !fits;
    drawFlags(entry, system);
    count += fits;
  }
  const lines = [both("shown", { count, total: cases.length })];
  if (data.left_out) lines.push(" ", both("left_out", { count: data.left_out }));
  if (data.closed) lines.push(" ", both("closed", { count: data.closed }));
  one("#count").replaceChildren(...lines);
}

function openHash() {
  const row = location.hash.startsWith("#q-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!row) return;
  row.hidden = false;
  row.open = true;
  row.scrollIntoView({ block: "start" });
}

function begin() {
  if (!one("#filter")) return;
  one("#cases").append(...cases.map(caseRow));
  const different = (value) => [...new Set(cases.map(value))].filter(Boolean).sort();
  options(one("#type"), different((entry) => entry.type).map((type) => [type, type]));
  options(one("#lang"), different((entry) => entry.lang).map((lang) => [lang, null, `lang_${lang}`]));
  options(one("#document"), different((entry) => entry.doc).map((doc) => [doc, data.documents[doc] ?? doc]));
  options(one("#verdict"), [["wrong", null, "wrong"], ["right", null, "right"]]);
  one("#judged").value = data.main;
  for (const field of all("#filter :is(input, select)")) field.addEventListener("input", filter);
  one("#filter").addEventListener("submit", (event) => event.preventDefault());
  filter();
}

begin();
speak(stored() || (/^zh/i.test(navigator.language) ? "zh" : "en"));
addEventListener("hashchange", openHash);
openHash();
