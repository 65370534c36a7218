// The parts of the page that Gradio does not draw: what links, buttons and keys do, and small manners.
import { page, pane, showLibrary, showSource, veil } from "./pane.js";
import { all, dress, filled, label, lang, one, said, say, setLanguage } from "./words.js";

const NARROW = matchMedia("(max-width: 800px)");
let opener = null;

function labels() {
  label(document.documentElement, { lang: lang === "zh" ? "zh-CN" : "en" });
  label(one("#question textarea"), { placeholder: say("placeholder"), "aria-label": say("question_label") });
  label(one("#chat [role=log]"), { "aria-label": say("conversation") });
  label(one("#language"), { lang: lang === "zh" ? "en" : "zh-CN" });
  for (const message of all("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label"); // raw HTML
  label(pane, { "aria-label": say("pane") });
  label(one("#pane-views"), { "aria-label": say("views") });
  for (const image of all("#pane img")) label(image, { alt: filled("of_pages", image.dataset) });
  label(one("#pane-close"), { "aria-label": say("close"), title: say("close") });
  label(one("#send"), { title: say("send") });
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
  document.body.classList.remove("pane-open");
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
  const link = event.target.closest("a[href^='#source/']");
  if (link) {
    event.preventDefault();
    showSource(link.getAttribute("href"));
    raise(link);
  } else if (event.target.closest("#pane-close") || event.target === veil) lower();
  else if (event.target.closest("#pane-all")) showLibrary();
  else if (event.target.closest("#library")) { showLibrary(); raise(event.target.closest("#library")); }
  else if (event.target.closest("#language")) switchLanguage();
  else if (event.target.closest("#fresh")) { showLibrary(); lower(); one("#question textarea")?.focus(); }
  else if (event.target.closest("#send")) noticeEmpty();
});

document.addEventListener("input", () => one("#hint")?.remove());

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && event.target.closest("#question")) noticeEmpty();
  if (event.key === "Escape" && (document.body.classList.contains("pane-open") || opener)) lower();
  if (event.key === "Tab" && NARROW.matches && document.body.classList.contains("pane-open")) {
    const stops = all("button:enabled, a[href], input:checked, [tabindex='0']", pane).filter((stop) => stop.checkVisibility());
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement === edge) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  }
});

// ---- what Gradio draws is dressed as it appears; a new answer is brought into view and its source opened

let answers = 0;
let questions = 0;

function follow() {
  const asking = all("#chat .asked");
  if (asking.length > questions) {
    asking.at(-1).closest(".message-row")?.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  questions = asking.length;
  const given = all("#chat .answer");
  if (given.length > answers) {
    const first = one("a.cite", given.at(-1));
    if (!first) showLibrary();
    else if (!NARROW.matches) showSource(first.getAttribute("href"));
    asking.at(-1)?.closest(".message-row")?.scrollIntoView({ block: "start", behavior: "smooth" });
  }
  answers = given.length;
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
showLibrary();
