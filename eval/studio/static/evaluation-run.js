// Running gold questions: which, on what, how far it is, and the report.
import { at, load, post } from "./server.js";
import { shownView } from "./views.js";
import { all, announce, both, button, dress, element, filled, label, lang, one, said, say, valued } from "./words.js";

const PROGRESS_MS = 400;
const MOST_BYTES = 900_000;

let chosen = null; // what was chosen last, as long as the page is open
let evaluated = null; // the index; null: the one that the page asks

const of = (path) => (evaluated === null ? path : `${path}?${new URLSearchParams({ index: evaluated })}`);

// `again` draws the view anew, for another index.
export async function drawRun(again) {
  const state = await load(of("api/evaluation"));
  const fitting = state.gold.find((set) => !set.problem && !set.foreign) ?? state.gold.find((set) => !set.problem);
  chosen ??= { systems: ["hybrid", "rank-bm25"], split: "dev", own: "" };
  chosen.gold ??= [fitting?.name];
  const form = element("form", "studio-form");
  const sets = element("div", "studio-sets");
  sets.append(...state.gold.map((set) => setRow(set, state.index)));
  form.append(
    ...(state.indexes.length > 1 ? [indexes(state, form, again)] : []),
    field("studio_gold", sets, upload(sets, state.index)),
    field("studio_systems", systems(state.systems), own()),
    row(split(), submit()),
  );
  const news = element("div", "studio-news");
  const shown = element("div", "studio-report");
  form.addEventListener("submit", (event) => { event.preventDefault(); start(form, news, shown); });
  form.dataset.several = state.indexes.length > 1 ? "yes" : "";
  show(state, form, news, shown);
  if (state.run && isUnderWay(state.run)) watch(form, news, shown);
  return [form, news, shown];
}

const isUnderWay = (run) => run.state === "running" || run.state === "drawing";

function field(name, ...content) {
  const made = element("fieldset", "");
  made.append(said("legend", name), ...content);
  return made;
}

const row = (...content) => { const made = element("div", "studio-row"); made.append(...content); return made; };

function tick(name, value, isOn, ...text) {
  const made = element("label", "studio-tick");
  const box = element("input", "");
  box.type = "checkbox";
  box.name = name;
  box.value = value;
  box.checked = isOn;
  made.append(box, ...text);
  return made;
}

function indexes(state, form, again) {
  const made = element("label", "studio-choice");
  const list = element("select", "");
  list.name = "index";
  list.append(...state.indexes.map((name) => new Option(name, name)));
  list.value = state.index;
  list.addEventListener("change", () => { take(form); evaluated = list.value; chosen.gold = null; again(); });
  made.append(said("span", "studio_index"), list);
  return made;
}

function setRow(set, index) {
  const name = set.name === "embedded" ? said("span", "studio_embedded") : element("span", "", set.name);
  const about = set.problem ? both("small", set.problem) : valued("small", "studio_gold_counts", { questions: set.questions, test: set.test });
  const made = tick("gold", set.name, !set.problem && chosen.gold.includes(set.name), name, about);
  if (set.foreign) {
    const foreign = valued("span", "studio_gold_foreign", { count: set.foreign, index });
    foreign.classList.add("studio-problem");
    made.append(foreign);
  }
  if (set.problem) one("input", made).disabled = true;
  return made;
}

function systems(names) {
  const made = element("div", "studio-row");
  made.append(...names.map((name) => tick("systems", name, chosen.systems.includes(name), element("span", "", name))));
  return made;
}

function own() {
  const box = element("input", "studio-own");
  box.name = "own";
  box.maxLength = 2000;
  box.value = chosen.own;
  box.dataset.hint = "studio_own_system";
  dress(box);
  return box;
}

function split() {
  const made = element("label", "studio-choice");
  const list = element("select", "");
  list.name = "split";
  for (const name of ["dev", "test", "all"]) {
    const option = said("option", `studio_split_${name}`);
    option.value = name;
    list.append(option);
  }
  list.value = chosen.split;
  made.append(said("span", "studio_split"), list);
  return made;
}

function submit() {
  const made = said("button", "studio_start", "tool strong");
  made.type = "submit";
  return made;
}

// ---- upload

function upload(sets, index) {
  const made = element("label", "tool studio-upload");
  const file = element("input", "unseen");
  file.type = "file";
  file.accept = ".jsonl";
  const line = element("p", "hint");
  file.addEventListener("change", async () => {
    const [given] = file.files;
    if (!given) return;
    try {
      if (given.size > MOST_BYTES) throw new Error(say("studio_too_large"));
      const name = given.name.replace(/\.jsonl$/i, "").replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+/, "").slice(0, 60);
      const set = await post(of("api/evaluation/gold"), { name, text: await given.text() });
      chosen.gold.push(set.name);
      sets.append(setRow(set, index));
      line.replaceChildren(valued("span", "studio_uploaded", { name: set.name }));
    } catch (error) {
      line.textContent = error.message || say("view_failed");
    }
    announce(line.textContent);
    file.value = "";
  });
  made.append(file, said("span", "studio_upload"));
  const wrap = element("div", "");
  wrap.append(made, line);
  return wrap;
}

// ---- a run

function take(form) {
  const ticked = (name) => all(`input[name=${name}]:checked`, form).map((box) => box.value);
  chosen = { gold: ticked("gold"), systems: ticked("systems"), split: form.elements.split.value, own: form.elements.own.value.trim() };
}

async function start(form, news, shown) {
  take(form);
  try {
    const state = await post(of("api/evaluation/run"), { gold: chosen.gold, split: chosen.split, systems: [...chosen.systems, ...(chosen.own ? [chosen.own] : [])] });
    show(state, form, news, shown);
    watch(form, news, shown);
  } catch (error) {
    news.replaceChildren(element("p", "studio-problem", error.message || say("view_failed")));
    announce(news.textContent);
  }
}

async function watch(form, news, shown) {
  while (news.isConnected || shownView() === "evaluation") {
    await new Promise((resolve) => { setTimeout(resolve, PROGRESS_MS); });
    const state = await load("api/evaluation/run").catch(() => null);
    if (!state) continue;
    show(state, form, news, shown);
    if (!state.run || !isUnderWay(state.run)) { announce(news.textContent || say("studio_report")); return; }
    if (!news.isConnected) return;
  }
}

function show({ run, has_report: hasReport }, form, news, shown) {
  const isBusy = Boolean(run && isUnderWay(run));
  one("button[type=submit]", form).disabled = isBusy;
  const named = run && form.dataset.several ? [valued("span", "studio_run_of", { index: run.index })] : [];
  if (run) news.replaceChildren(...told(run, news), ...(run.state === "done" ? [] : named));
  if (isBusy) shown.replaceChildren();
  else if (hasReport && run?.state === "done" && !shown.firstChild) {
    shown.append(...report(named));
    if (form.isConnected) shown.scrollIntoView({ block: "start", behavior: "smooth" });
  }
}

function told(run, news) {
  if (run.state === "failed") return [element("p", "studio-problem", filled("studio_failed", { problem: run.problem?.[lang] || say("studio_failed_inside") }))];
  if (run.state === "stopped") return [said("p", "studio_stopped", "hint")];
  if (run.state === "done") return [];
  const bar = element("progress", "");
  bar.max = run.total;
  bar.value = run.done;
  label(bar, { "aria-label": say("studio_run") });
  const line = run.state === "drawing" ? said("span", "studio_drawing") : valued("span", "studio_running", { done: run.done, total: run.total });
  const stop = one(".studio-stop", news) ?? button("studio_stop", "tool studio-stop", () => post("api/evaluation/stop", {}));
  return [row(bar, line, stop)];
}

function report(named) {
  const frame = element("iframe", "");
  frame.src = at("api/evaluation/report").href;
  frame.title = say("studio_report");
  const link = said("a", "studio_open_report");
  link.href = frame.src;
  link.target = "_blank";
  const line = element("p", "studio-row");
  line.append(...named, link);
  return [line, frame];
}
