// ---- Drawing an exchange. Everything that is not ours is set as text; no markup is ever parsed.

const CONTEXT_CHARS = 70; // shown on either side of a quote
const EXCERPT_CHARS = 140; // shown of a passage that is only near
const NEAREST = 3;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const ICONS = {
  ask: "M4 5h16v11.5H10L5.5 20v-3.5H4zM8 9h8M8 12.5h5",
  close: "M6 6l12 12M18 6L6 18",
  fresh: "M12 5v14M5 12h14",
  out: "M14 5h5v5M19 5l-8 8M16 14v5H5V8h5",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M8 8h8v8H8z",
  good: "M7.5 11v8.5H4V11zM7.5 11l3.7-7.5c1.5 0 2.3 1 2.3 2.4V9h4.6a2 2 0 0 1 2 2.3l-1 6.4a2 2 0 0 1-2 1.8H7.5",
};

function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// A button that shows an icon and is called `name`.
function iconButton(picture, name, onclick) {
  const button = make("button", { type: "button", class: `icon ${picture}`, "aria-label": name, title: name }, icon(picture));
  button.addEventListener("click", onclick);
  return button;
}

// Counted in characters as people do, so that none is cut in two.
const head = (text, count) => { const all = [...text]; return all.length > count ? `${all.slice(0, count).join("")}…` : text; };
const tail = (text, count) => { const all = [...text]; return all.length > count ? `…${all.slice(-count).join("")}` : text; };

// What stands before a quote in its passage, the quote as it stands there, and what follows; white space aside.
function inContext(quote, passage) {
  const places = [...passage.matchAll(/\S/g)].map((match) => match.index);
  const packed = passage.replace(/\s+/g, "");
  const sought = quote.replace(/\s+/g, "");
  const at = sought ? packed.indexOf(sought) : -1;
  if (at < 0) return ["", quote, ""];
  const [start, end] = [places[at], places[at + sought.length - 1] + 1];
  return [tail(passage.slice(0, start), CONTEXT_CHARS), passage.slice(start, end), head(passage.slice(end), CONTEXT_CHARS)];
}

// Questions to ask by a click.
function offers(label, questions, ask) {
  const buttons = questions.map((question) => {
    const button = make("button", { type: "button", class: "offer", dir: "auto" }, question);
    button.addEventListener("click", () => ask(question));
    return button;
  });
  return make("div", { class: "offers", role: "group", "aria-label": label }, make("p", {}, label), ...buttons);
}

// One question and what became of it: drawn as it arrives, and again from a turn that was kept.
class Exchange {
  constructor(question, service) {
    this.service = service;
    this.say = service.say;
    this.question = question;
    this.cards = new Map(); // by the number of their citation
    this.lines = []; // of the answer, as drawn
    this.standalone = "";
    this.text = make("div", { class: "text" });
    this.pending = make("p", { class: "pending" }, this.say("pending"));
    this.body = make("div", { class: "answer" }, this.pending, this.text);
    this.element = make("article", { class: "exchange" }, make("p", { class: "question", dir: "auto" }, question), this.body);
  }

  // What a follow-up was taken to mean; empty for a question that stands on its own.
  understood(standalone) {
    this.standalone = standalone;
    if (standalone) this.pending.before(make("p", { class: "understood" }, `${this.say("understood")} `, make("bdi", {}, standalone)));
  }

  // The answer so far; a marker that has only begun to arrive is not shown yet.
  write(text) {
    this.pending.remove();
    const lines = text.replace(/\[\d{0,3}$/, "").split("\n").filter((line) => line.trim());
    lines.forEach((line, n) => {
      if (line === this.lines[n]) return;
      const paragraph = this.text.children[n] ?? this.text.appendChild(make("p", { dir: "auto" }));
      paragraph.replaceChildren(...this.marked(line));
    });
    this.lines = lines;
  }

  // A line in which the markers of existing citations are buttons; any other stays text.
  // A marker is tied to the character before it, so that it never begins a line.
  marked(line) {
    const parts = line.split(/\s?\[(\d{1,3})\]/);
    return parts.flatMap((part, n) => {
      if (n % 2 === 0) return part ? [part] : [];
      const number = Number(part);
      if (!this.cards.has(number)) return [`[${part}]`];
      const button = make("button", { type: "button", class: "cite", "aria-label": `${this.say("source")} ${part}` }, part);
      button.addEventListener("click", () => this.cards.get(number).reveal());
      return ["\u2060", button];
    });
  }

  // Takes the citations: before the text that refers to them, and again with the passages that they stand in.
  cite(citations, hits = []) {
    const passages = new Map(hits.map((hit) => [hit.passage_id, hit.text]));
    this.cards = new Map(citations.map((citation) => [citation.n, this.card(citation, passages.get(citation.passage_id) ?? "")]));
  }

  card({ n, doc_id, title, date, section, page, spans, quote }, passage) {
    const place = [date, page && this.say("on_page", { page }), section.join(" › ")].filter(Boolean).join(" · ");
    const [before, said, after] = inContext(quote, passage);
    const summary = make("summary", {}, make("span", { class: "number" }, String(n)),
      make("span", { class: "what" }, make("bdi", { class: "name" }, title), make("bdi", { class: "place" }, place)));
    const body = make("blockquote", { dir: "auto" }, before, make("mark", {}, said), after);
    const element = make("details", { class: "card" }, summary, body, this.out(doc_id, spans));
    const reveal = () => {
      element.open = true;
      summary.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest" });
    };
    return { element, reveal };
  }

  // A link into the full page: only ever below the address of the service.
  out(docId, spans) {
    const to = this.service.at();
    to.hash = `source/${encodeURIComponent(docId)}/${spans.map((span) => span.map(Number).join("-")).join(",")}`;
    const unseen = make("span", { class: "unseen" }, this.say("new_tab"));
    return make("a", { class: "out", href: to.href, target: "_blank", rel: "noopener noreferrer" }, this.say("in_source"), unseen, icon("out"));
  }

  // The whole turn, once it is there.
  finish(turn, rating = null) {
    this.turn = turn;
    this.rating = rating;
    if (turn.answer.short && !this.body.querySelector(".short")) {
      this.text.before(make("p", { class: "short", dir: "auto" }, turn.answer.short));
    }
    this.cite(turn.citations, turn.hits);
    this.write(turn.answer.text);
    this.body.append(...(turn.citations.length ? this.sources() : this.nearest(turn.hits)), this.rate());
  }

  // The passages that it was answered from, or that came nearest.
  get passages() {
    const { citations, hits } = this.turn;
    return [...new Set((citations.length ? citations : hits.slice(0, NEAREST)).map((from) => from.passage_id))];
  }

  sources() {
    const list = make("ol", {}, ...[...this.cards.values()].map((card) => make("li", {}, card.element)));
    return [make("h3", {}, this.say("sources")), list];
  }

  nearest(hits) {
    if (!hits.length) return [];
    const names = [];
    const items = hits.slice(0, NEAREST).map(({ doc_id, spans, text }) => {
      const name = make("bdi", { class: "name" });
      names.push([doc_id, name]);
      return make("li", { class: "card near" }, name, make("blockquote", { dir: "auto" }, head(text, EXCERPT_CHARS)), this.out(doc_id, spans));
    });
    this.service.titles().then((titles) => { // a turn names only the documents that it cites
      for (const [docId, name] of names) name.textContent = titles.get(docId) ?? "";
    });
    return [make("h3", {}, this.say("nearest")), make("ol", {}, ...items)];
  }

  rate() {
    const noted = make("span", { class: "noted", role: "status" });
    const buttons = ["good", "bad", "wrong_source"].map((rating) => {
      const name = this.say(rating);
      const shown = rating === "wrong_source" ? name : icon("good");
      const button = make("button", { type: "button", class: `rate ${rating}`, "aria-label": name, title: name }, shown);
      button.addEventListener("click", () => choose(this.rating === rating ? "none" : rating));
      return [rating, button];
    });
    const show = () => { for (const [rating, button] of buttons) button.setAttribute("aria-pressed", String(this.rating === rating)); };
    const choose = async (rating) => {
      try {
        await this.service.rate(this.turn, rating);
        this.rating = rating === "none" ? null : rating;
        noted.textContent = this.rating ? this.say("noted") : "";
        this.onrated?.();
      } catch (error) {
        noted.textContent = error instanceof Refusal ? error.message : this.say("not_noted");
      }
      show();
    };
    show();
    return make("div", { class: "rating", role: "group", "aria-label": this.say("rate") }, ...buttons.map(([, button]) => button), noted);
  }

  // What came instead of an answer, with a button to ask again unless that is pointless.
  fail(sentence, waitS, again) {
    this.pending.remove();
    const note = make("div", { class: "note" }, make("p", {}, sentence));
    this.body.append(note);
    if (waitS === null) return;
    const button = make("button", { type: "button", class: "again" });
    button.addEventListener("click", again);
    note.append(button);
    const due = Date.now() + waitS * 1000;
    const count = () => {
      const seconds = Math.ceil((due - Date.now()) / 1000);
      button.disabled = seconds > 0;
      button.textContent = seconds > 0 ? this.say("again_in", { seconds }) : this.say("again");
      if (seconds > 0) setTimeout(count, 250);
    };
    count();
  }
}
