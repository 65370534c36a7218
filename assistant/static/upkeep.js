// Documents are added and taken out, and the index is made anew: one change at a time, while others ask.
import { addressOf } from "./indexes.js";
import { showLibrary } from "./pane.js";
import { forgetLibrary } from "./scope.js";
import { load, post, upload } from "./server.js";
import { all, announce, both, button, dress, element, filled, lang, one, said, say, valued } from "./words.js";

const EVERY_MS = 1000;
const MOST_NAMED = 20;
const SURE_MS = 5000; // in which a second click removes

// Draws what can be done. `again` draws the whole view anew, once something has changed.
export function upkeep(state, again) {
  const part = element("section", "upkeep");
  part.append(said("h3", "upkeep"));
  if (state.obstacle[lang]) part.append(both("p", state.obstacle, "obstacle"));
  if (!state.upload_mb) return part; // nothing is changed at this server
  const change = element("div", "change");
  part.append(picker(state, change, again), change);
  if (state.unread.length) part.append(said("h4", "unread"), unread(state, again));
  follow(state.change, change, again);
  return part;
}

// ---- files are chosen and sent

function picker(state, change, again) {
  const form = element("form", "picker");
  const files = element("input", "unseen");
  Object.assign(files, { type: "file", multiple: true, id: "files", accept: state.endings.join(",") });
  const opener = element("label", "tool framed");
  opener.append(files, said("span", "upload_choose"));
  const count = element("p", "chosen");
  count.setAttribute("role", "status");
  const place = element("div", "drop");
  place.append(opener, said("span", "upload_drop", "hint"), count);
  const name = element("input", "");
  Object.assign(name, { type: "text", maxLength: 100, autocomplete: "off" });
  name.dataset.hint = "new_index_name";
  const add = button("upload_add", "tool strong", () => send(`api/upkeep/add`));
  const create = button("upload_create", "tool framed", () => {
    if (name.value.trim()) send(`api/upkeep/create?${new URLSearchParams({ name: name.value.trim() })}`);
    else name.focus();
  });
  const renew = button("rebuild", "tool framed", () => start(() => post("api/upkeep/refresh", {}), change, again));
  const acts = element("div", "acts");
  const own = element("span", "new-index");
  own.append(name, create);
  acts.append(...(state.obstacle[lang] ? [] : [add, renew]), own);
  const limits = valued("p", "upload_hint", { mb: state.upload_mb });
  limits.classList.add("hint");
  form.append(place, limits, acts);
  form.addEventListener("submit", (event) => event.preventDefault());

  let chosen = [];
  const choose = (list) => {
    chosen = [...list];
    count.replaceChildren(...(chosen.length ? [valued("span", "upload_chosen", { count: chosen.length })] : []));
    const named = chosen.slice(0, MOST_NAMED).map((file) => file.name);
    const names = element("span", "names", [...named, ...(chosen.length > MOST_NAMED ? ["…"] : [])].join(" · "));
    if (chosen.length) count.append(" ", names);
  };
  files.addEventListener("change", () => choose(files.files));
  for (const event of ["dragover", "dragleave", "drop"]) {
    place.addEventListener(event, (dropped) => {
      dropped.preventDefault();
      place.classList.toggle("over", event === "dragover");
      if (event === "drop") choose(dropped.dataTransfer.files);
    });
  }

  async function send(path) {
    if (!chosen.length) { files.focus(); return; }
    const size = chosen.reduce((sum, file) => sum + file.size, 0);
    if (size > state.upload_mb * 1e6) { fail(change, filled("upload_large", { mb: state.upload_mb })); return; }
    await start(() => upload(path, chosen, (share) => show(change, valued("p", "sending", { percent: Math.round(share * 100) }), share)), change, again);
  }
  return form;
}

// ---- a change under way

async function start(ask, place, again) {
  const busy = all(".upkeep button, .holding button");
  for (const made of busy) made.disabled = true;
  try {
    follow((await ask()).change, place, again);
  } catch (error) {
    fail(place, error.message || say(error.status === 413 ? "upload_proxy" : "upload_failed")); // a proxy gives no sentence
    for (const made of busy) made.disabled = false;
  }
}

async function follow(change, place, again) {
  if (!change) return;
  if (change.state !== "running") { report(change, place); return; }
  const stop = button("stop", "tool framed", () => post("api/upkeep/stop", {}).catch(() => {}));
  let now = change;
  while (now?.state === "running") {
    for (const made of all(".upkeep .acts button, .holding .remove button")) made.disabled = true;
    const step = valued("p", `stage_${now.stage || "begin"}`, { done: now.done, total: now.total });
    show(place, step, now.total ? now.done / now.total : null, stop);
    await new Promise((done) => { setTimeout(done, EVERY_MS); });
    if (!place.isConnected) return; // the view was left; it follows again when it is opened
    now = await load("api/upkeep").then((state) => state.change, () => now);
  }
  forgetLibrary();
  if (one("#pane .shelf")) showLibrary(); // which has other documents now
  announce(sentence(now).textContent);
  again();
}

function show(place, line, share, ...more) {
  const bar = element("progress", "");
  bar.setAttribute("aria-label", line.textContent);
  if (share !== null) bar.value = share;
  const focused = document.activeElement;
  place.className = "change under-way";
  place.replaceChildren(line, bar, ...more);
  if (more.includes(focused)) focused.focus();
  dress(place);
}

function fail(place, text) {
  place.className = "change failed";
  const line = element("p", "", text);
  line.setAttribute("role", "alert");
  place.replaceChildren(line);
}

function sentence(change) {
  if (change.state === "stopped") return said("p", "change_stopped");
  if (change.state === "failed") return said("p", "change_failed");
  const { index, read, reused, removed, documents } = change;
  return valued("p", "change_done", { index, read, reused, removed, documents });
}

function report(change, place) {
  place.className = `change ${change.state}`;
  place.replaceChildren(sentence(change));
  if (change.why[lang]) place.append(both("p", change.why, "why"));
  if (change.same) place.append(valued("p", "change_same", { count: change.same }));
  if (change.kind !== "create" || change.state !== "done") return;
  const link = element("a", "");
  link.href = addressOf(change.index);
  link.append(valued("span", "open_index", { index: change.index }));
  const line = element("p", "");
  line.append(link);
  place.append(line, said("p", "keep_index", "hint"));
}

// ---- taking out

function unread(state, again) {
  const list = element("ul", "unread");
  const remove = state.obstacle[lang] ? null : remover(state, again);
  for (const { path, why } of state.unread) {
    const line = element("li", "");
    line.append(both("span", why));
    if (remove) line.append(remove(path, path));
    list.append(line);
  }
  return list;
}

// Makes buttons that take a document out of the index that `state` is of; they ask to be clicked twice.
export const remover = (state, again) => (name, title) => {
  const wrap = element("span", "remove");
  const made = button("remove", "tool", () => {
    if (made.classList.contains("strong")) {
      const body = { documents: [name], fingerprint: state.fingerprint, index: state.index };
      start(() => post("api/upkeep/remove", body), one(".upkeep .change"), again);
      return;
    }
    word("remove_sure", "tool strong");
    setTimeout(() => word("remove", "tool"), SURE_MS);
  });
  const word = (sentence, look) => {
    made.className = `${look} say-${sentence}`;
    made.dataset.title = sentence;
    dress(made);
  };
  made.dataset.of = title;
  word("remove", "tool");
  wrap.append(made);
  return wrap;
};
