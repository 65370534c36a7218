// ---- Asking: one question over HTTP, its events as they come, and what went wrong as one sentence.
// This file, widget-answer.js and widget.js are served as one script, inside one function.

const SILENCE_MS = 60000; // without a byte for so long, the service is taken to be away

// Why there is no answer: a sentence to show. `waitS`: seconds before it makes sense to ask again;
// null: asking the same again would not help.
class Refusal extends Error {
  constructor(sentence, waitS = 0) {
    super(sentence);
    this.waitS = waitS;
  }
}

// Where the service is and how it is spoken to.
class Service {
  constructor(base, lang, index, say) {
    Object.assign(this, { base, lang, index, say });
  }

  // Asks, calls `on(event, data)` for everything that arrives, and gives the complete turn.
  // Throws Refusal, or the reason of `stop` (an AbortSignal) once that is aborted.
  async ask(question, history, stop, on) {
    const silence = new AbortController();
    let hasBegun = false;
    let timer = 0;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      alive();
      const signal = AbortSignal.any([stop, silence.signal]);
      const body = { question, history, ...(this.index && { index: this.index }) };
      const response = await this.send("api/ask", body, "text/event-stream", signal);
      hasBegun = true;
      for await (const [event, data] of events(response.body, alive)) {
        if (event === "error") throw this.refusal(data.status, data);
        if (event === "done") return data;
        on(event, data);
      }
      throw new Refusal(this.say("cut"));
    } catch (error) {
      if (stop.aborted) throw stop.reason;
      if (error instanceof Refusal) throw error;
      throw new Refusal(this.say(error instanceof SyntaxError ? "failed" : hasBegun ? "cut" : "away"));
    } finally {
      clearTimeout(timer);
    }
  }

  // An address below that of the service, which names the index if the tag does.
  at(path = "") {
    const url = new URL(path, this.base);
    if (this.index) url.searchParams.set("index", this.index);
    return url;
  }

  // Records what a reader thinks of an answer. Throws Refusal or TypeError.
  async rate(turn, rating) {
    await this.send("api/feedback", {
      turn_id: turn.id,
      rating,
      question: turn.question,
      answer: turn.answer.text.slice(0, 5000),
      documents: [...new Set(turn.citations.map((citation) => citation.doc_id))].slice(0, 50),
      lang: this.lang,
      ...(this.index && { index: this.index }),
    }, "application/json");
  }

  // Titles of all documents by their id; none if they cannot be had.
  async titles() {
    const documents = await this.read("api/docs");
    return new Map(documents?.map((entry) => [entry.doc_id, entry.title]));
  }

  // Up to `n` questions that the documents answer: near these passages, or anywhere if there are none.
  async suggest(passages, n) {
    const query = new URLSearchParams([["n", n], ...passages.map((passage) => ["passage", passage])]);
    return (await this.read(`api/suggest?${query}`))?.questions ?? [];
  }

  // What is nice to have and not missed: null if it cannot be had.
  async read(path) {
    try {
      const response = await fetch(this.at(path), this.manners("application/json"));
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  manners(accept) {
    const headers = { accept, "accept-language": this.lang };
    return { headers, credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  }

  async send(path, body, accept, signal) {
    const manners = this.manners(accept);
    manners.headers["content-type"] = "application/json";
    const url = new URL(path, this.base);
    const response = await fetch(url, { ...manners, method: "POST", body: JSON.stringify(body), signal });
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    throw this.refusal(response.status, problem, Number(response.headers.get("retry-after")));
  }

  refusal(status, problem, waitS = 0) {
    const isBusy = status === 429 || status === 503;
    const told = typeof problem?.detail === "string" && problem.detail;
    const sentence = told || this.say(isBusy ? "busy_now" : "failed");
    const isFinal = status >= 400 && status < 500 && !isBusy;
    return new Refusal(sentence, isFinal ? null : Math.min(Math.max(Math.ceil(waitS) || 0, 0), 600));
  }
}

// The server-sent events of a body, as pairs of name and data. `alive` is called for every piece that arrives.
async function* events(body, alive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      alive();
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const lines = block.split("\n");
        const field = (name) => lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trim();
        const data = field("data"); // a comment has none
        if (data) yield [field("event"), JSON.parse(data)];
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
