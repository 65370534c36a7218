// Requests to our own server, and what its page is told through Gradio's unseen boxes.
import { lang, one } from "./words.js";

export const at = (path) => new URL(path, document.baseURI);

// The response, or an error with the sentence that the server gave.
export async function ask(path, options = {}) {
  const response = await fetch(at(path), { ...options, headers: { "accept-language": lang, ...options.headers } });
  if (response.ok) return response;
  const { detail, error } = await response.json().catch(() => ({}));
  throw Object.assign(new Error(detail || error || ""), { status: response.status });
}

export const load = async (path) => (await ask(path)).json();

export const post = async (path, body) =>
  (await ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();

const fill = (box, value) => {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, value);
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

export const isReady = () => ["#order textarea", "#scope textarea", "#give", "#composer", "#chat"].every((part) => one(part));

// Asks questions one after another, after the first `keep` questions of the conversation; none: stops asking.
export function order(questions, keep = 0) {
  fill(one("#order textarea"), JSON.stringify({ questions, keep }));
  setTimeout(() => one("#give").click()); // by then Gradio has taken notice of the text
}

// The ids of the documents to answer from, from now on; none: all.
export const limit = (docIds) => fill(one("#scope textarea"), JSON.stringify(docIds));
