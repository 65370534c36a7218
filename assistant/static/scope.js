// Which documents are asked: all, or those that the reader has chosen by title, publisher or date.
import { chooser } from "./indexes.js";
import { index, limit, load } from "./server.js";
import { all, button, dress, element, one, said, valued } from "./words.js";

let chosen = new Set();
let documents = null;
let sent = index === null ? "[]" : null; // what the server was told last; it knows of no index yet

export const scope = () => [...chosen];

// All documents of the index; asked for once.
export async function library() {
  documents ??= await load("api/documents");
  return documents;
}

// Once the index has changed.
export const forgetLibrary = () => { documents = null; };

export function choose(ids) {
  chosen = new Set(ids);
  tell();
}

// Tells the server what was chosen, as soon as it can be told, and shows it below the question box.
export function tell() {
  if (!one("#scope textarea") || !one("#composer")) return;
  const wanted = JSON.stringify(scope());
  if (wanted !== sent) { limit(scope()); sent = wanted; }
  let line = one("#asked-of");
  if (!line) {
    line = element("div", "");
    line.id = "asked-of";
    line.append(element("span", "of-index"), element("span", "of-documents"));
    one("#composer").append(line);
    chooser().then((made) => { if (made) one(".of-index", line).replaceWith(made); });
  }
  const place = one(".of-documents", line);
  const state = `${chosen.size}/${documents?.length ?? ""}`;
  if (line.dataset.state === state) return;
  line.dataset.state = state;
  const opener = element("button", "opens-library");
  opener.type = "button";
  opener.append(chosen.size ? valued("span", "asked_of_some", { count: chosen.size }) : said("span", "asked_of_all"));
  place.replaceChildren(opener);
  if (chosen.size) place.append(button("ask_all", "clears-scope", () => { choose([]); for (const box of all("#pane .choice")) box.checked = false; }));
  dress(line);
}

// The list of documents, with its filters.
export async function shelf() {
  const known = await library();
  chosen = new Set(scope().filter((id) => known.some((entry) => entry.doc_id === id)));
  const list = element("ul", "documents");
  const items = known.map((entry) => item(entry));
  list.append(...items.map(({ row }) => row));
  if (known.length < 2) return [list];
  const none = said("p", "no_document", "hint");
  const show = (test) => {
    let count = 0;
    for (const { row, entry } of items) { row.hidden = !test(entry); if (!row.hidden) count += 1; }
    none.hidden = count > 0;
  };
  const bar = filters(known, show, () => {
    const shown = items.filter(({ row }) => !row.hidden).map(({ entry }) => entry.doc_id);
    choose(shown.length === known.length ? [] : shown);
    for (const { box, entry } of items) box.checked = chosen.has(entry.doc_id);
  });
  show(() => true);
  return [bar, list, none];
}

function item(entry) {
  const row = document.createElement("li");
  const box = element("input", "choice");
  box.type = "checkbox";
  box.checked = chosen.has(entry.doc_id);
  box.dataset.title = "ask_only_this";
  box.dataset.of = entry.title;
  box.addEventListener("change", () => {
    choose(box.checked ? [...chosen, entry.doc_id] : scope().filter((id) => id !== entry.doc_id));
  });
  const link = element("a", "document");
  link.href = `#source/${encodeURIComponent(entry.doc_id)}/`;
  const more = element("span", "more", [entry.publisher, entry.date].filter(Boolean).join(" · "));
  const size = element("span", "size", `${entry.characters.toLocaleString("en")} `);
  size.append(said("span", "characters"));
  more.append(more.textContent ? " · " : "", size);
  link.append(element("span", "title", entry.title), more);
  row.append(box, link);
  return { row, box, entry };
}

function filters(known, show, ask) {
  const bar = element("div", "filters");
  const title = element("input", "");
  title.type = "search";
  title.dataset.hint = "filter_title";
  const publisher = select("filter_publisher", known.map((entry) => entry.publisher));
  const year = select("filter_year", known.map((entry) => entry.date?.slice(0, 4)));
  const change = () => show((entry) => entry.title.toLowerCase().includes(title.value.trim().toLowerCase())
    && (!publisher.value || entry.publisher === publisher.value)
    && (!year.value || entry.date?.startsWith(year.value)));
  bar.addEventListener("input", change);
  bar.append(title, ...[publisher, year].filter((made) => made.options.length > 2), button("ask_only_shown", "tool", ask));
  dress(bar);
  return bar;
}

function select(name, values) {
  const made = element("select", "");
  made.dataset.hint = name;
  const any = said("option", name);
  any.value = "";
  made.append(any, ...[...new Set(values.filter(Boolean))].sort().map((value) => new Option(value, value)));
  return made;
}
