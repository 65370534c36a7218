// Requests to our own server, and what its page is told through Gradio's unseen boxes.
import { lang, one } from "./words.js";

// The index that this page asks: the one of its address; null: the first that is served.
export const index = new URLSearchParams(location.search).get("index");

export function at(path) {
  const url = new URL(path, document.baseURI);
  if (index !== null && !url.searchParams.has("index")) url.searchParams.set("index", index);
  return url;
}

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

// Sends files and gives the server's answer; `told(share)` hears how much of them has gone out, in [0, 1].
export function upload(path, files, told) {
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest(); // fetch does not tell how far it is
    request.open("POST", at(path));
    request.responseType = "json";
    request.setRequestHeader("accept-language", lang);
    request.upload.addEventListener("progress", (event) => told(event.total ? event.loaded / event.total : 0));
    request.addEventListener("load", () => (request.status < 400 ? done(request.response) : failed(Object.assign(new Error(request.response?.detail ?? ""), { status: request.status }))));
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => failed(new Error("")));
    request.send(form);
  });
}

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

// The ids of the documents to answer from, from now on; none: all of the index.
export const limit = (documents) => fill(one("#scope textarea"), JSON.stringify({ index, documents }));
