// ---- The widget: a button and a panel in somebody else's page, or the panel alone in its text.
// SETTINGS (words, style, the longest question) is put in front when this is served: see assistant/widget.py.

const NARROW = matchMedia("(max-width: 520px)"); // as in widget.css

function start(script) {
  const base = new URL(".", script.src);
  const { mode, lang, theme, side, title, index, target, accent, isKept } = settings(script);
  const isInline = mode === "inline";
  const isFrame = mode === "iframe";
  const say = (name, values = {}) => SETTINGS.words[lang][name].replace(/\{(\w+)\}/g, (braces, key) => values[key] ?? braces);
  const named = title || say("title");
  const service = new Service(base, lang, index, say);
  const full = service.at();

  // ---- what is drawn

  const host = make("wenju-widget", { mode });
  const shadow = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet(); // not a style element: a page may forbid those
  sheet.replaceSync(SETTINGS.style);
  shadow.adoptedStyleSheets = [sheet];

  const launcher = iconButton("ask", say("open", { title: named }), () => open());
  launcher.setAttribute("aria-haspopup", "dialog");
  const fresh = iconButton("fresh", say("new_conversation"), startAgain);
  const page = make("a", { class: "icon", href: full.href, target: "_blank", rel: "noopener noreferrer", "aria-label": say("full_page") + say("new_tab"), title: say("full_page") }, icon("out"));
  const shut = iconButton("close", say("close_panel", { title: named }), close);
  const bar = make("header", {}, make("span", { class: "seal" }, icon("ask")), make("h2", { id: "title", dir: "auto" }, named), ...(isFrame ? [] : [fresh]), page, ...(isInline ? [] : [shut]));
  const welcome = make("div", { class: "welcome" }, make("p", { class: "greeting" }, say("welcome")), make("p", {}, say("welcome_more")));
  const log = make("div", { class: "log", role: "region", "aria-label": say("conversation"), tabindex: "0" }, welcome);
  const box = make("textarea", { rows: "1", dir: "auto", maxlength: SETTINGS.maxChars, placeholder: say("placeholder"), "aria-label": say("question_label"), enterkeyhint: "send" });
  const send = iconButton("send", say("send"), () => (talk.stopper ? talk.stopper.abort() : ask(box.value)));
  const status = make("div", { class: "unseen", role: "status" });
  const frame = make("iframe", { title: named });
  const edge = make("span", { tabindex: "0" }); // where the keyboard gets out of the frame
  const panel = make("section", { class: "panel", role: isInline ? "region" : "dialog", "aria-labelledby": "title", tabindex: "-1" }, bar);
  panel.append(...(isFrame ? [frame, edge] : [log, make("div", { class: "composer" }, box, send), status]));
  panel.hidden = !isInline;
  const root = make("div", { class: `root as-${mode} at-${side} ${theme}`, lang: lang === "zh" ? "zh-CN" : "en" });
  root.append(...(isInline ? [panel] : [launcher, panel]));
  shadow.append(root);

  // ---- asking

  const talk = new Conversation(service, log, isKept && !isFrame ? `wenju ${base.href} ${index}` : "", (event, detail) => {
    if (event === "busy") setBusy(detail);
    else if (event === "said") status.textContent = detail;
    else if (event === "kept") keep();
    else if (event === "offer") ask(detail);
    else emit(event, detail);
  });

  async function ask(question) {
    const text = String(question ?? "").trim();
    if (isFrame && text) frame.src = service.at(`?q=${encodeURIComponent(text)}`).href;
    open();
    if (isFrame || !text || talk.stopper) return null;
    welcome.hidden = true;
    box.value = "";
    fit();
    return talk.ask(text);
  }

  // Examples, the first time that there is nothing else to see.
  let isGreeted = isFrame;
  async function greet() {
    if (isGreeted || welcome.hidden) return;
    isGreeted = true;
    const questions = await talk.service.suggest([], 3);
    if (questions.length) welcome.append(offers(say("try_asking"), questions, ask));
  }

  function startAgain() {
    talk.clear();
    welcome.hidden = false;
    greet();
    status.textContent = "";
    keep();
    box.focus();
  }

  function setBusy(isBusy) {
    log.setAttribute("aria-busy", String(isBusy));
    const name = isBusy ? "stop" : "send";
    send.className = `icon ${name}`;
    send.replaceChildren(icon(name));
    send.title = say(name);
    send.setAttribute("aria-label", say(name));
  }

  const keep = () => talk.keep(!isInline && !panel.hidden);

  // ---- opening and closing

  let opener = launcher; // where the focus goes back to

  function open(isFocused = true) {
    if (panel.hidden) {
      const focused = document.activeElement;
      opener = focused && focused !== document.body && focused !== host ? focused : launcher;
      panel.hidden = false;
      launcher.hidden = true;
      if (isFrame && !frame.hasAttribute("src")) frame.src = full.href;
      log.scrollTop = log.scrollHeight;
      greet();
      keep();
      emit("open");
    }
    if (!isFocused) return;
    const isTouched = matchMedia("(pointer: coarse)").matches; // there a keyboard would cover half of the panel
    (isFrame ? frame : isTouched ? panel : box).focus({ preventScroll: !isInline });
  }

  function close() {
    if (isInline || panel.hidden) return;
    panel.hidden = true;
    launcher.hidden = false;
    (opener.isConnected ? opener : launcher).focus({ preventScroll: true });
    keep();
    emit("close");
  }

  // ---- keys

  // Tab goes round in the open panel.
  function trap(event) {
    const stops = [...panel.querySelectorAll("a[href], button:enabled, textarea, summary, iframe, .log")].filter((stop) => stop.checkVisibility());
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    const isOnPanel = event.shiftKey && shadow.activeElement === panel;
    if (shadow.activeElement !== from && !isOnPanel) return;
    event.preventDefault();
    to.focus();
  }

  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return; // an input method is at work
    if (event.key === "Escape") close();
    if (event.key === "Tab" && !isInline) trap(event);
    if (event.key === "Enter" && !event.shiftKey && event.target === box) {
      event.preventDefault();
      ask(box.value);
    }
  });
  // What is typed here is no shortcut of the page around.
  for (const name of ["keydown", "keypress", "keyup"]) root.addEventListener(name, (event) => event.stopPropagation());
  edge.addEventListener("focus", () => shut.focus());

  // ---- sizes

  function fit() {
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight}px`;
  }

  // On a phone the panel fills what the keyboard leaves of the screen, and is all that there is.
  function fill() {
    root.style.setProperty("--visible", `${visualViewport.height}px`);
    root.style.setProperty("--above", `${visualViewport.offsetTop}px`);
    if (!isInline) panel.setAttribute("aria-modal", String(NARROW.matches));
  }

  // ---- what the page around can do

  const listeners = { open: new Set(), close: new Set(), ask: new Set(), answer: new Set(), error: new Set() };

  function emit(event, detail) {
    for (const listener of listeners[event]) {
      try {
        listener(detail);
      } catch (error) {
        reportError(error); // theirs, and no reason for us to stop
      }
    }
  }

  function on(event, listener) {
    if (!Object.hasOwn(listeners, event)) throw new RangeError(`Wenju.on: there is no event "${event}", only ${Object.keys(listeners).join(", ")}`);
    if (typeof listener !== "function") throw new TypeError("Wenju.on: the second argument must be a function");
    listeners[event].add(listener);
    return () => listeners[event].delete(listener);
  }

  // ---- into the page

  if (isInline) place(host, script, target);
  else {
    document.documentElement.append(host); // beside the body: whatever is done to that does not move us
    host.popover = "manual"; // above everything, whatever the page's z-index
    host.showPopover();
  }
  box.addEventListener("input", fit);
  for (const name of ["resize", "scroll"]) visualViewport.addEventListener(name, fill);
  fill();
  if (accent && !setAccent(root, accent)) console.warn(`Wenju: data-accent="${accent}" is not a colour`);
  const wasOpen = talk.restore();
  welcome.hidden = talk.exchanges.length > 0;
  if (isInline) greet();
  else if (wasOpen && !NARROW.matches) open(false);
  return Object.freeze({ open: () => open(), close, ask, on });
}

// What the script tag says. A value that is not known is named in the console, and its default taken.
function settings(script) {
  const given = (name) => script.dataset[name]?.trim() ?? "";
  const choice = (name, ...allowed) => {
    const value = given(name).toLowerCase();
    if (!value || allowed.includes(value)) return value || allowed[0];
    console.warn(`Wenju: data-${name}="${value}" is not one of: ${allowed.join(", ")}`);
    return allowed[0];
  };
  const isRightToLeft = getComputedStyle(document.documentElement).direction === "rtl";
  const position = choice("position", "auto", "left", "right");
  return {
    mode: choice("mode", "panel", "inline", "iframe"),
    theme: choice("theme", "auto", "light", "dark"),
    side: position === "auto" ? (isRightToLeft ? "left" : "right") : position,
    lang: language(given("lang")),
    isKept: choice("remember", "yes", "no") === "yes",
    title: given("title"),
    index: given("index"),
    target: given("target"),
    accent: given("accent"),
  };
}

// As asked for, else that of the page, else that of the browser.
function language(wanted) {
  for (const tag of [wanted, document.documentElement.lang, navigator.language]) {
    const lang = String(tag).slice(0, 2).toLowerCase();
    if (Object.hasOwn(SETTINGS.words, lang)) return lang;
  }
  return "en";
}

// Inline: in the element that data-target selects, else where the script stands.
function place(host, script, target) {
  const into = target ? document.querySelector(target) : null;
  if (target && !into) console.warn(`Wenju: data-target="${target}" is not in the page`);
  if (into) into.append(host);
  else if (document.body.contains(script)) script.after(host);
  else document.body.append(host);
}

// Once a page, as soon as there is a body.
function begin(script) {
  if (Object.hasOwn(window, "Wenju")) return console.warn("Wenju: the widget is in this page already; this tag is ignored");
  if (!script) return console.error("Wenju: the widget needs a script tag of its own, without type=module");
  const run = () => Object.defineProperty(window, "Wenju", { value: start(script) });
  if (document.body) run();
  else document.addEventListener("DOMContentLoaded", run, { once: true });
}

begin(document.currentScript);
