// The source pane: the documents, a text as repaired or as in the file, a page as a picture.
import { answers, citations, quoteOf } from "./chat.js";
import { finder } from "./find.js";
import { shelf } from "./scope.js";
import { ask, load } from "./server.js";
import { all, dress, element, filled, label, one, said, sign, valued } from "./words.js";

export const pane = document.createElement("aside");
pane.id = "pane";
pane.innerHTML = `
  <div id="pane-bar">
    <button type="button" id="pane-all" class="say-all_documents" hidden></button>
    <span id="pane-steps"></span>
    <button type="button" id="pane-wide" class="say-wider" aria-pressed="false"></button>
    <button type="button" id="pane-close">×</button>
  </div>
  <header id="pane-head" aria-live="polite"></header>
  <div id="pane-tools" hidden>
    <div id="pane-views" role="radiogroup">
      ${["repaired", "file", "page"].map((name) => `
        <label><input type="radio" name="view" value="${name}"><span class="say-view_${name}"></span></label>`).join("")}
    </div>
  </div>
  <div id="pane-page" tabindex="0"><div id="pane-text"></div></div>`;
export const veil = document.createElement("div");
veil.id = "veil";
document.body.append(veil, pane);
export const page = one("#pane-page", pane);
const head = one("#pane-head", pane);
const text = one("#pane-text", pane);
const back = one("#pane-all", pane);
const steps = one("#pane-steps", pane);
const tools = one("#pane-tools", pane);
const views = one("#pane-views", pane);
let asked = 0; // the newest request wins

// What is open: the link's document and spans, and of a picture its page.
let open = null;

const find = finder(
  () => open?.docId ?? "",
  (spans) => { show({ ...place(open.docId, spans.map((span) => span.join("-")).join(",")), isFound: true }); },
);
tools.append(find.form);
export const focusFind = () => { if (!tools.hidden) find.focus(); };

export async function showLibrary() {
  const mine = ++asked;
  mark(null);
  open = null;
  back.hidden = true;
  tools.hidden = true;
  drawSteps();
  delete text.dataset.doc;
  head.replaceChildren(said("h2", "pane_documents"), said("p", "pane_hint", "hint"));
  text.replaceChildren();
  text.className = "shelf";
  page.scrollTop = 0;
  let parts;
  try {
    parts = await shelf();
  } catch (error) {
    if (mine === asked) fail(refusal(error));
    return;
  }
  if (mine === asked) text.replaceChildren(...parts);
}

let view = (() => { try { return sessionStorage.getItem("wenju-view"); } catch { return null; } })() || "repaired";

function place(docId, spans) {
  const query = `doc_id=${encodeURIComponent(docId)}&spans=${encodeURIComponent(spans)}`;
  return { hash: `#source/${encodeURIComponent(docId)}/${spans}`, docId, query, page: null };
}

export function showSource(hash) {
  const [, docId, spans] = hash.split("/");
  try {
    return show(place(decodeURIComponent(docId), spans ?? ""));
  } catch {
    return fail(said("p", "source_failed", "hint")); // an address that nobody made here
  }
}

async function show(wanted = open) {
  const mine = ++asked;
  open = wanted;
  const { hash, query } = open;
  mark(hash);
  back.hidden = false;
  find.forget();
  if (text.dataset.doc !== open.docId) {
    head.replaceChildren(said("p", "loading", "hint"));
    tools.hidden = true;
    text.replaceChildren();
  }
  let source;
  try {
    source = await load(`api/source?${query}&view=${view === "file" ? "file" : "repaired"}`);
  } catch (error) {
    if (mine === asked) fail(refusal(error));
    return;
  }
  if (mine !== asked) return;
  text.dataset.doc = open.docId;
  describe(source);
  drawSteps();
  if (view === "page" && source.pages) {
    open.page ??= source.page ?? 1;
    await showPage(source.pages, mine);
  } else showText(source, query);
}

// ---- from one citation of an answer to the next

let answer = null; // whose citations are stepped through

function around() {
  if (!answer?.isConnected || !citations(answer).includes(open?.hash)) {
    answer = [...answers()].reverse().find((each) => citations(each).includes(open?.hash)) ?? answers().at(-1) ?? null;
  }
  return answer ? citations(answer) : [];
}

// Opens the citation after the one that is open, or before it; tells whether there was one.
export function stepCitation(by) {
  const links = around();
  if (!links.length) return false;
  const now = links.indexOf(open?.hash);
  showSource(links[now < 0 ? (by > 0 ? 0 : links.length - 1) : (now + by + links.length) % links.length]);
  return true;
}

function drawSteps() {
  const links = open ? around() : [];
  const now = links.indexOf(open?.hash);
  if (now < 0 || links.length < 2) { steps.replaceChildren(); return; }
  if (!steps.firstElementChild) steps.append(sign("citation_before", "step", () => stepCitation(-1)), element("span", "count"), sign("citation_after", "step", () => stepCitation(1)));
  one(".count", steps).replaceChildren(valued("span", "citation_of", { n: now + 1, total: links.length }));
}

// What the server said, if it could be asked.
const refusal = (error) => (error.status && error.message ? element("p", "hint", error.message) : said("p", "source_failed", "hint"));

function fail(sentence) {
  delete text.dataset.doc;
  text.replaceChildren();
  head.replaceChildren(sentence);
}

function describe(source) {
  head.replaceChildren(element("h2", "", source.title));
  const meta = element("p", "meta", [source.publisher, source.date].filter(Boolean).join(" · "));
  if (source.page) meta.append(meta.textContent ? " · " : "", valued("span", "on_page", { page: source.page }));
  if (meta.textContent) head.append(meta);
  if (source.section.length) head.append(element("p", "section", source.section.join(" › ")));
  tools.hidden = false;
  for (const choice of all("input", views)) {
    choice.parentElement.hidden = !source.views.includes(choice.value);
    choice.checked = choice.value === (source.views.includes(view) ? view : "repaired");
  }
}

// ---- a text in stretches: the one around the evidence, and more of it before and after on demand

function showText(source, query) {
  text.className = "reading";
  text.replaceChildren(...stretch(source, query, true, true));
  dress(text);
  const evidence = one("#evidence", text) ?? one("mark", text);
  page.scrollTop = 0;
  if (evidence && hasMoved(evidence)) { unmark(); return; }
  if (evidence) page.scrollTop = above(evidence) - page.clientHeight / 3;
}

/** How far below the top of what scrolls an element stands; the cell of a table is its own offset parent. */
function above(element) {
  return element.getBoundingClientRect().top - page.getBoundingClientRect().top;
}

function stretch(source, query, before, after) {
  const piece = element("div", "stretch");
  piece.innerHTML = source.html; // escaped by the server, see assistant/source.py
  const path = `api/source?${query}&view=${source.view}`;
  const parts = [piece];
  if (before && source.start > 0) parts.unshift(more("more_before", `${path}&end=${source.start}`, query, true));
  if (after && source.end < source.size) parts.push(more("more_after", `${path}&start=${source.end}`, query, false));
  return parts;
}

// Whether what is marked is not what the answer quoted: the document was replaced since.
function hasMoved(evidence) {
  const quote = text.classList.contains("reading") && view !== "file" ? quoteOf(open.hash) : null;
  const packed = (words) => words.replace(/\s+/g, "");
  return quote !== null && !packed(quote).includes(packed(evidence.textContent));
}

function unmark() {
  for (const mark of all("mark", text)) mark.replaceWith(...mark.childNodes);
  text.prepend(said("p", "source_moved", "hint"));
}

function more(name, path, query, isBefore) {
  const button = said("button", name, "more-text");
  button.type = "button";
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const source = await load(path);
      const below = page.scrollHeight - page.scrollTop;
      const parts = stretch(source, query, isBefore, !isBefore);
      button.replaceWith(...parts);
      for (const part of parts) dress(part);
      if (isBefore) page.scrollTop = page.scrollHeight - below;
      page.focus({ preventScroll: true });
    } catch {
      button.disabled = false;
    }
  });
  watcher.observe(button);
  return button;
}

// More of a text comes by itself when its end is near.
const watcher = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) if (isIntersecting && page.scrollTop) target.click();
}, { root: page, rootMargin: "600px" });

// ---- a page as a picture

async function showPage(pages, mine) {
  text.className = "picture";
  const number = open.page;
  const step = (name, sign, to) => {
    const button = element("button", "", sign);
    button.type = "button";
    button.disabled = to < 1 || to > pages;
    button.dataset.title = name;
    button.addEventListener("click", () => { open.page = to; showPage(pages, ++asked); });
    return button;
  };
  const bar = element("div", "pages");
  bar.append(step("page_before", "‹", number - 1), valued("span", "of_pages", { page: number, pages }), step("page_after", "›", number + 1));
  const sheet = element("div", "sheet-picture");
  sheet.append(said("p", "loading", "hint"));
  const stepped = document.activeElement?.dataset.title;
  text.replaceChildren(bar, sheet);
  if (stepped) (one(`[data-title='${stepped}']:enabled`, bar) ?? page).focus({ preventScroll: true });
  page.scrollTop = 0;
  try {
    const response = await ask(`api/page?${open.query}&page=${number}`);
    const picture = await response.blob();
    if (mine !== asked) return;
    const image = document.createElement("img");
    Object.assign(image.dataset, { page: number, pages });
    label(image, { alt: filled("of_pages", image.dataset) });
    const frame = element("button", "");
    frame.type = "button";
    frame.dataset.title = "enlarge";
    frame.append(image);
    const top = Number(response.headers.get("x-evidence-top"));
    const look = () => { page.scrollTop = top ? frame.offsetTop + top * frame.offsetHeight - page.clientHeight / 3 : 0; };
    frame.addEventListener("click", () => { frame.classList.toggle("large"); look(); });
    image.addEventListener("load", () => { URL.revokeObjectURL(image.src); look(); }, { once: true });
    image.src = URL.createObjectURL(picture);
    sheet.replaceChildren(frame);
  } catch (error) {
    if (mine === asked) sheet.replaceChildren(error.message ? element("p", "hint", error.message) : said("p", "source_failed", "hint"));
  }
}

function mark(hash) {
  for (const link of all("a[href^='#source/']")) {
    const isOpen = link.getAttribute("href") === hash;
    link.classList.toggle("open", isOpen);
    if (isOpen) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
  }
}

views.addEventListener("change", (event) => {
  view = event.target.value;
  try { sessionStorage.setItem("wenju-view", view); } catch { /* private browsing */ }
  show();
});

one("#pane-wide", pane).addEventListener("click", (event) => {
  const isWide = document.body.classList.toggle("wide");
  event.currentTarget.setAttribute("aria-pressed", String(isWide));
});
