// The parts of the page that Gradio does not draw: the source pane, the language, and small manners.
"use strict";
(() => {
  const NARROW = matchMedia("(max-width: 800px)");
  const at = (path) => new URL(path, document.baseURI);
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // ---- language: every element of class say-NAME shows the sentence NAME

  const words = JSON.parse(document.getElementById("wording").textContent);
  const stored = (() => { try { return localStorage.getItem("wenju-lang"); } catch { return null; } })();
  let lang = stored || (/^zh/i.test(navigator.language) ? "zh" : "en");
  const say = (name) => words[name]?.[lang] ?? "";

  function put(element, text) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && !node.data.trim()) node = walker.nextNode();
    if (!node) element.textContent = text;
    else if (node.data !== text) node.data = text;
  }

  function dress(root) {
    const elements = all("[class*='say-']", root);
    if (root.matches?.("[class*='say-']")) elements.push(root);
    for (const element of elements) {
      const name = [...element.classList].find((c) => c.startsWith("say-"))?.slice(4);
      if (name in words) put(element, say(name));
    }
  }

  function label(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  }

  function labels() {
    label(document.documentElement, { lang: lang === "zh" ? "zh-CN" : "en" });
    label(one("#question textarea"), { placeholder: say("placeholder"), "aria-label": say("question_label") });
    label(one("#chat [role=log]"), { "aria-label": say("conversation") });
    label(one("#language"), { lang: lang === "zh" ? "en" : "zh-CN" });
    for (const message of all("#chat [data-testid][aria-label]")) message.removeAttribute("aria-label"); // raw HTML
    label(pane, { "aria-label": say("pane") });
    label(one("#pane-close"), { "aria-label": say("close"), title: say("close") });
    label(one("#send"), { title: say("send") });
    label(one("#fresh"), { title: say("new_conversation") });
  }

  function speak(wanted) {
    lang = wanted;
    dress(document.body);
    labels();
  }

  function switchLanguage() {
    speak(lang === "zh" ? "en" : "zh");
    try { localStorage.setItem("wenju-lang", lang); } catch { /* private browsing */ }
  }

  // ---- the pane

  const pane = document.createElement("aside");
  pane.id = "pane";
  pane.innerHTML = `
    <div id="pane-bar">
      <span class="say-pane"></span>
      <button type="button" id="pane-all" class="say-all_documents" hidden></button>
      <button type="button" id="pane-close">×</button>
    </div>
    <header id="pane-head" aria-live="polite"></header>
    <div id="pane-page" tabindex="0"><div id="pane-text"></div></div>`;
  const veil = document.createElement("div");
  veil.id = "veil";
  document.body.append(veil, pane);
  const page = one("#pane-page", pane);
  const head = one("#pane-head", pane);
  const text = one("#pane-text", pane);
  const back = one("#pane-all", pane);
  let asked = 0; // the newest request wins
  let opener = null;

  function element(tag, className, content = "") {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = content;
    return made;
  }

  function said(tag, name, className = "") {
    return element(tag, `${className} say-${name}`.trim(), say(name));
  }

  async function load(path) {
    const response = await fetch(at(path), { headers: { "accept-language": lang } });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  async function showLibrary() {
    const mine = ++asked;
    mark(null);
    back.hidden = true;
    head.replaceChildren(said("h2", "pane_documents"), said("p", "pane_hint", "hint"));
    text.replaceChildren();
    text.className = "library";
    page.scrollTop = 0;
    let documents;
    try {
      documents = await load("api/docs");
    } catch {
      if (mine === asked) head.replaceChildren(said("p", "source_failed", "hint"));
      return;
    }
    if (mine !== asked) return;
    const list = element("ul", "documents");
    for (const entry of documents) {
      const link = element("a", "document");
      link.href = `#source/${encodeURIComponent(entry.doc_id)}/`;
      const more = element("span", "more", [entry.publisher, entry.date].filter(Boolean).join(" · "));
      const size = element("span", "size", `${entry.characters.toLocaleString("en")} `);
      size.append(said("span", "characters"));
      more.append(more.textContent ? " · " : "", size);
      link.append(element("span", "title", entry.title), more);
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    text.replaceChildren(list);
  }

  async function showSource(hash) {
    const [, docId, spans] = hash.split("/");
    const mine = ++asked;
    mark(hash);
    back.hidden = false;
    head.replaceChildren(said("p", "loading", "hint"));
    text.replaceChildren();
    let source;
    try {
      source = await load(`api/source?doc_id=${docId}&spans=${encodeURIComponent(spans || "")}`);
    } catch {
      if (mine === asked) head.replaceChildren(said("p", "source_failed", "hint"));
      return;
    }
    if (mine !== asked) return;
    head.replaceChildren(element("h2", "", source.title));
    const meta = [source.publisher, source.date].filter(Boolean).join(" · ");
    if (meta) head.append(element("p", "meta", meta));
    if (source.section.length) head.append(element("p", "section", source.section.join(" › ")));
    text.className = "reading";
    text.innerHTML = source.html; // escaped by the server, see assistant/source.py
    const evidence = one("#evidence", text);
    page.scrollTop = evidence ? evidence.offsetTop - page.clientHeight / 3 : 0;
  }

  function mark(hash) {
    for (const link of all("a[href^='#source/']")) {
      const isOpen = link.getAttribute("href") === hash;
      link.classList.toggle("open", isOpen);
      if (isOpen) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
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
      const stops = all("button:not([hidden]), a[href], [tabindex='0']", pane);
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

  speak(lang);
  showLibrary();
})();
