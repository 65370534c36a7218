// ---- The conversation: its exchanges in order, the question under way, and what is kept over page loads.

const KEPT = 20; // exchanges that are kept
const SENT = 10; // exchanges that are sent along with a question
const OFFERED = 3; // questions to go on with

class Conversation {
  // `log` is the element that the exchanges are drawn in. `key` names what is kept, in this tab only; empty:
  // nothing is. `told(event, detail)` is called for busy, said, kept, offer (a question
  // that was clicked), ask, answer and error.
  constructor(service, log, key, told) {
    Object.assign(this, { service, log, key, told });
    this.exchanges = []; // as drawn; those with a turn have been answered
    this.stopper = null; // stops the question under way
  }

  // Asks, draws the answer as it comes, and gives the turn; null if there is none.
  async ask(question) {
    const stopper = (this.stopper = new AbortController());
    const exchange = this.add(new Exchange(question, this.service));
    this.told("busy", true);
    this.told("said", "");
    this.told("ask", { question });
    let written = "";
    const on = (event, data) => {
      if (event === "understood") exchange.understood(data.is_followup ? data.standalone : "");
      if (event === "citations") exchange.cite(data);
      if (event === "delta") exchange.write((written += data.text));
    };
    try {
      const turn = await this.service.ask(question, this.history(), stopper.signal, on);
      exchange.finish(turn);
      this.told("said", spoken(turn, this.service.say));
      this.told("kept");
      this.told("answer", turn);
      this.goOn(exchange);
      return turn;
    } catch (error) {
      if (this.exchanges.includes(exchange)) this.fail(exchange, error, stopper.signal.aborted);
      return null;
    } finally {
      if (this.stopper === stopper) {
        this.stopper = null;
        this.told("busy", false);
      }
    }
  }

  fail(exchange, error, isStopped) {
    const { say } = this.service;
    const sentence = isStopped ? say("stopped") : error instanceof Refusal ? error.message : say("failed");
    exchange.fail(sentence, error instanceof Refusal ? error.waitS : 0, () => this.retry(exchange));
    this.told("said", sentence);
    this.told("error", { question: exchange.question, message: sentence });
  }

  retry(exchange) {
    if (this.stopper) return;
    this.exchanges = this.exchanges.filter((other) => other !== exchange);
    exchange.element.remove();
    this.ask(exchange.question);
  }

  // Offers questions to go on with, unless something else was asked meanwhile.
  async goOn(exchange) {
    const questions = await this.service.suggest(exchange.passages, OFFERED + 1);
    const others = questions.filter((question) => question !== exchange.question).slice(0, OFFERED);
    if (!others.length || this.exchanges.at(-1) !== exchange) return;
    this.offered = offers(this.service.say("ask_next"), others, (question) => this.told("offer", question));
    exchange.element.append(this.offered);
  }

  add(exchange) {
    this.offered?.remove();
    exchange.onrated = () => this.told("kept");
    this.exchanges.push(exchange);
    this.log.append(exchange.element);
    this.log.scrollTop = exchange.element.offsetTop; // never scrolls the page around
    return exchange;
  }

  clear() {
    for (const exchange of this.exchanges) exchange.element.remove();
    this.exchanges = [];
    this.stopper?.abort();
  }

  get answered() {
    return this.exchanges.filter((exchange) => exchange.turn);
  }

  history() {
    return this.answered.slice(-SENT).flatMap(({ turn }) => [
      { role: "user", content: turn.question },
      { role: "assistant", content: turn.answer.text },
    ]);
  }

  keep(isOpen) {
    if (!this.key) return;
    const exchanges = this.answered.slice(-KEPT).map(({ turn, standalone, rating }) => ({ turn: slim(turn), standalone, rating }));
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ exchanges, isOpen }));
    } catch { /* no storage here, or none left: the conversation lasts as long as the page */ }
  }

  // Draws what was kept. Gives whether the panel was open.
  restore() {
    if (!this.key) return false;
    try {
      const { exchanges, isOpen } = JSON.parse(sessionStorage.getItem(this.key)) ?? { exchanges: [], isOpen: false };
      for (const { turn, standalone, rating } of exchanges) {
        const exchange = new Exchange(turn.question, this.service);
        exchange.understood(standalone);
        exchange.finish(turn, rating);
        this.add(exchange);
      }
      return isOpen;
    } catch { // kept by another version, or not to be read here
      this.clear();
      return false;
    }
  }
}

// What is kept of a turn: all that is drawn.
function slim({ id, question, answer, citations, hits }) {
  const cited = new Set(citations.map((citation) => citation.passage_id));
  const needed = hits.filter((hit, n) => (citations.length ? cited.has(hit.passage_id) : n < NEAREST));
  return { id, question, answer, citations, hits: needed };
}

// An answer as it is read out: once, when it is complete.
function spoken({ answer, citations }, say) {
  const text = answer.text.replace(/\s?\[\d{1,3}\]/g, "");
  return citations.length ? say("said", { text, count: citations.length }) : say("said_unknown", { text });
}
