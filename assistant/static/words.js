// Fixed sentences in the reader's language, and small tools for elements.
// Every element of class say-NAME shows the sentence NAME, and where that has {KEY} its
// element of class value-KEY; data-title names a title, data-hint what a field is for; data-why="NAME NAME" says what was done to a stretch of a file;
// data-zh and data-en hold a sentence that is no fixed one

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const words = JSON.parse(document.getElementById("wording").textContent);
const stored = (() => { try { return localStorage.getItem("wenju-lang"); } catch { return null; } })();
export let lang = stored || (/^zh/i.test(navigator.language) ? "zh" : "en");
export const say = (name) => words[name]?.[lang] ?? "";
export const filled = (name, values) => say(name).replace(/\{(\w+)\}/g, (braces, key) => values[key] ?? braces);

function put(element, text) {
  const values = Object.fromEntries(all("[class^='value-']", element).map((e) => [e.className.slice(6), e]));
  if (Object.keys(values).length) {
    const parts = text.split(/\{(\w+)\}/).map((part, n) => (n % 2 ? values[part] : part));
    if (element.textContent !== parts.map((part) => part.textContent ?? part).join("")) element.replaceChildren(...parts);
    return;
  }
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (node && !node.data.trim()) node = walker.nextNode();
  if (!node) element.textContent = text;
  else if (node.data !== text) node.data = text;
}

export function dress(root) {
  const found = (selector) => [...(root.matches?.(selector) ? [root] : []), ...all(selector, root)];
  for (const element of found("[class*='say-']")) {
    const name = [...element.classList].find((c) => c.startsWith("say-"))?.slice(4);
    if (name in words) put(element, say(name));
  }
  for (const element of found("[data-zh]")) if (element.textContent !== element.dataset[lang]) element.textContent = element.dataset[lang];
  for (const element of found("[data-title]")) {
    const title = say(element.dataset.title);
    const spoken = element.dataset.of ? `${title} ${element.dataset.of}` : title;
    label(element, element.firstElementChild ? { title } : { title, "aria-label": spoken });
  }
  for (const element of found("[data-hint]")) {
    const hint = say(element.dataset.hint);
    label(element, element.localName === "select" ? { "aria-label": hint } : { placeholder: hint, "aria-label": hint });
  }
  for (const element of found("[data-why]")) {
    const reasons = element.dataset.why.split(" ").map((name) => say(name));
    label(element, { title: reasons.join(lang === "zh" ? "：" : ": "), "data-label": reasons.at(-1) });
  }
}

export function label(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

export function setLanguage(wanted) {
  lang = wanted;
  try { localStorage.setItem("wenju-lang", lang); } catch { /* private browsing */ }
}

export function element(tag, className, content = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

export function said(tag, name, className = "") {
  return element(tag, `${className} say-${name}`.trim(), say(name));
}

// A sentence that the server gave in both languages.
export function both(tag, { zh, en }, className = "") {
  const made = element(tag, className, { zh, en }[lang]);
  Object.assign(made.dataset, { zh, en });
  return made;
}

export function valued(tag, name, values) {
  const made = said(tag, name);
  const shown = Object.entries(values).map(([key, value]) => element("span", `value-${key}`, value));
  made.replaceChildren(...shown);
  put(made, say(name));
  return made;
}

export function button(name, className, action) {
  const made = said("button", name, className);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

// A button that shows a picture and speaks the sentence `name`.
export function sign(name, className, action) {
  const made = element("button", className);
  made.type = "button";
  made.dataset.title = name;
  made.append(said("span", name, "unseen"));
  made.addEventListener("click", action);
  dress(made);
  return made;
}

// Says a sentence aloud, once, to those who do not see the page.
const news = element("p", "unseen");
news.setAttribute("role", "status");
document.body.append(news);
export function announce(sentence) {
  news.textContent = "";
  setTimeout(() => { news.textContent = sentence; }, 50);
}
