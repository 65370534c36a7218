// An answer as text to take along: plain, as Markdown, or with its sources as references.
import { at } from "./server.js";
import { say } from "./words.js";

const place = (c) => [c.publisher, c.date, c.section.join(" › "), c.page && say("on_page").replace("{page}", c.page)].filter(Boolean);
const quoted = (c) => c.quote.replace(/\s+/g, " ").trim();
const escaped = (text) => text.replace(/[\\`*_[\]<>#]/g, "\\$&");

const FORMS = {
  plain: (facts) => [
    facts.standalone, "", facts.text, "",
    ...facts.citations.map((c) => `[${c.n}] ${[c.title, ...place(c)].join(" · ")}`),
  ],
  markdown: (facts) => [
    `**${escaped(facts.standalone)}**`, "",
    ...facts.text.split("\n").map((line) => `${escaped(line).replace(/\\\[(\d+)\\\]$/, "[^$1]")}\n`),
    ...facts.citations.map((c) => `[^${c.n}]: [${escaped(c.title)}](${at(c.link)}) ${escaped(place(c).join(" · "))} “${escaped(quoted(c))}”`),
  ],
  reference: (facts) => [
    facts.standalone, "", facts.text, "",
    say("references"),
    ...facts.citations.map((c) => `[${c.n}] ${c.reference}`),
  ],
};

export const FORM_NAMES = Object.keys(FORMS);
export const text = (facts, form) => FORMS[form](facts).join("\n").trimEnd() + "\n";

// Puts a text on the clipboard; where a page over plain HTTP may not, in the old way.
export async function take(content) {
  try {
    await navigator.clipboard.writeText(content);
  } catch {
    const box = document.createElement("textarea");
    box.value = content;
    document.body.append(box);
    box.select();
    const isDone = document.execCommand("copy");
    box.remove();
    if (!isDone) throw new Error();
  }
}
