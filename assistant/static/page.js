// The parts of the page that Gradio does not draw: what links, buttons and keys do, and small manners.
import { answers, facts, isAsking, questions } from "./chat.js";
import { begin, drawHistory, keep, leave } from "./history.js";
import { close } from "./menu.js";
import { focusFind, page, pane, showLibrary, showSource, stepCitation, veil } from "./pane.js";
import { tell } from "./scope.js";
import { order } from "./server.js";
import { equip, offerFirst } from "./tools.js";
import { drawLeave, hideView, showView, shownView, viewNames, whoAmI } from "./views.js";
import { all, dress, filled, label, lang, one, said, say, setLanguage, sign } from "./words.js";

const NARROW = matchMedia("(max-width: 800px)");
let opener = null;

function labels() {
  label(document.documentElement, { lang: lang === "zh" ? "zh-CN" : "en" });
  const box = one("#question textarea");
  label(box, { placeholder: say("placeholder"), "aria-label": say("question_label"), title: say("keys") });
  for (const caption of all("#question label > span, #question [data-testid='block-info']")) if (caption.textContent !== say("question_label")) caption.textContent = say("question_label");
  label(one("#chat [role=log]"), { "aria-label": say("conversation") });
  label(one("#language"), { lang: lang === "zh" ? "en" : "zh-CN" });
  for (const message of all("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label"); // raw HTML
  for (const clear of all("#chat .icon-button-wrapper button")) clear.remove(); // unseen, but a screen reader finds it
  label(pane, { "aria-label": say("pane") });
  label(one("#view"), { "aria-label": say(one("#view").dataset.name) });
  label(one("#pane-views"), { "aria-label": say("views") });
  for (const image of all("#pane img")) label(image, { alt: filled("of_pages", image.dataset) });
  label(one("#pane-close"), { "aria-label": say("close"), title: say("close") });
  label(one("#send"), { title: say(isAsking() ? "stop" : "send"), "aria-label": say(isAsking() ? "stop" : "send") });
  label(one("#fresh"), { title: say("new_conversation") });
}

function speak() {
  dress(document.body);
  labels();
}

function switchLanguage() {
  setLanguage(lang === "zh" ? "en" : "zh");
  speak();
}

function raise(from) {
  if (from && !pane.contains(from)) opener = from;
  document.body.classList.add("pane-open");
  if (NARROW.matches) label(pane, { role: "dialog", "aria-modal": "true" });
  page.focus({ preventScroll: true });
}

function lower() {
  document.body.classList.remove("pane-open", "wide");
  one("#pane-wide").setAttribute("aria-pressed", "false");
  pane.removeAttribute("role");
  pane.removeAttribute("aria-modal");
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}

// ---- a question that is empty is not sent

function noticeEmpty() {
  const box = one("#question textarea");
  if (box.value.trim() || one("#hint")) return;
  const hint = said("p", "empty_question");
  hint.id = "hint";
  hint.setAttribute("role", "alert");
  one("#composer").append(hint);
  box.focus();
}

// ---- events

document.addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  const link = hit("a[href^='#source/']");
  if (link) {
    event.preventDefault();
    showSource(link.getAttribute("href"));
    raise(link);
  } else if (hit("#pane-close") || event.target === veil) lower();
  else if (hit("#pane-all")) showLibrary();
  else if (hit(".opens-library")) { showLibrary(); raise(hit(".opens-library")); }
  else if (viewNames().some((name) => hit(`#${name}`))) toggleView(viewNames().find((name) => hit(`#${name}`)));
  else if (hit("#language")) switchLanguage();
  else if (hit("#fresh")) { hideView(); leave(); showLibrary(); lower(); one("#question textarea")?.focus(); }
  else if (hit("#send")) noticeEmpty();
  if (hit("#top button") && !hit("#menu")) closeMenu();
});

const toggleView = (name) => (shownView() === name ? hideView() : showView(name));

// While a question is under way its button stops it: Gradio must not hear of that click.
document.addEventListener("click", (event) => {
  if (!isAsking() || !event.target.closest("#send")) return;
  event.preventDefault();
  event.stopPropagation();
  order([]);
}, true);

// A question sent twice is asked once, however long the server takes to notice the first.
const SENDING_MS = 5000;
let sent = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.closest("#question")) return;
  if (isAsking() || Date.now() - sent < SENDING_MS) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.target.value.trim()) sent = Date.now();
}, true);

document.addEventListener("input", () => one("#hint")?.remove());

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && event.target.closest("#question")) noticeEmpty();
  if (event.key === "Escape") escape();
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    hideView();
    if (document.body.classList.contains("pane-open")) { opener = null; lower(); }
    one("#question textarea")?.focus();
  }
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (isPlain && !event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) {
    if (event.key === "n" || event.key === "p") {
      if (stepCitation(event.key === "n" ? 1 : -1) && NARROW.matches) raise(event.target);
    } else if (event.key === "/" && !one("#pane-tools").hidden) { event.preventDefault(); focusFind(); }
  }
  if (event.key === "Tab" && NARROW.matches && document.body.classList.contains("pane-open")) {
    const stops = all("button:enabled, a[href], input, select, [tabindex='0']", pane)
      .filter((stop) => stop.checkVisibility() && !(stop.type === "radio" && !stop.checked));
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === edge) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  }
});

// Esc leaves what is innermost: a menu, the source, a view, the question under way.
function escape() {
  if (close(true) || closeMenu()) return;
  if (document.body.classList.contains("wide")) one("#pane-wide").click();
  else if (document.body.classList.contains("pane-open") || opener) lower();
  else if (!hideView() && isAsking()) order([]);
}

addEventListener("hashchange", openHash);

// An address may name a source, as the links of the widget do.
function openHash() {
  if (!/^#source\/[^/]+\/[\d,-]*$/.test(location.hash)) return;
  showSource(location.hash);
  raise(null);
}

// ---- on a narrow screen the header's buttons are behind one

function drawMenu() {
  if (!one("#top") || one("#menu")) return;
  const made = sign("menu", "", () => {
    made.setAttribute("aria-expanded", String(one("#top").classList.toggle("menu-open")));
  });
  made.id = "menu";
  made.setAttribute("aria-expanded", "false");
  one("#top").append(made);
}

function closeMenu() {
  const isOpen = one("#top")?.classList.contains("menu-open");
  one("#top")?.classList.remove("menu-open");
  one("#menu")?.setAttribute("aria-expanded", "false");
  return isOpen;
}

// ---- what Gradio draws is dressed as it appears; a new answer is brought into view and its source opened

let answered = "";
let asked = 0;
let isResumed = false; // what was asked before is answered again: a source that the address names stays open

function follow() {
  drawMenu();
  drawLeave();
  drawHistory();
  tell();
  if (begin()) isResumed = true;
  offerFirst();
  document.body.classList.toggle("is-asking", isAsking());
  equip(); // before anything is scrolled to: what it adds and takes away moves the rest
  const asking = questions();
  if (asking.length > asked) {
    sent = 0;
    hideView();
    asking.at(-1).closest(".message-row")?.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  asked = asking.length;
  const last = answers().at(-1);
  const state = last ? `${answers().length} ${facts(last)?.id}` : "";
  if (state !== answered && !isAsking()) {
    answered = state;
    const first = last && one("a.cite", last);
    const stays = isResumed && location.hash.startsWith("#source/");
    isResumed = false;
    if (stays) { /* what is read is left alone */ }
    else if (!first) showLibrary();
    else if (!NARROW.matches) showSource(first.getAttribute("href"));
    asking.at(-1)?.closest(".message-row")?.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  keep();
  complain();
}

// What Gradio says in English alone, that its queue is full or the server away, is said in the reader's language.
function complain() {
  for (const toast of all("[data-testid='toast-body']")) {
    const name = /queue/i.test(toast.textContent) ? "busy" : "server_away";
    const line = one("[data-testid='toast-text']", toast);
    if (line && !one("[class^='say-']", line)) line.replaceChildren(said("span", name));
    label(one("[data-testid='toast-close']", toast), { "aria-label": say("close_notice") });
  }
}

let planned = false;
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) dress(node);
  }
  labels();
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => { planned = false; follow(); });
}).observe(document.body, { childList: true, subtree: true });

speak();
whoAmI();
if (location.hash.startsWith("#source/")) openHash();
else showLibrary();
