// What an answer says of itself, and where it stands in the conversation.
import { all, one } from "./words.js";

export const answers = () => all("#chat .answer:not(.writing)"); // one that is still being written is none yet
export const questions = () => all("#chat .asked");
export const isAsking = () => Boolean(one("#chat .pending"));

// The question as it was typed.
export const typed = (asked) => {
  const copy = asked.cloneNode(true);
  for (const line of all("br", copy)) line.replaceWith("\n");
  return copy.textContent;
};

// The facts that came with an answer (see assistant/facts.py); null for a note that is no answer.
export function facts(answer) {
  const link = one("a.facts", answer);
  if (!link) return null;
  answer.facts ??= JSON.parse(decodeURIComponent(link.getAttribute("href").slice("#facts/".length)));
  return answer.facts;
}

// The number, from 0, of the exchange that an element of the conversation belongs to.
export function exchange(element) {
  const row = element.closest(".message-row");
  return questions().filter((asked) => row.contains(asked) || asked.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING).length - 1;
}

// The links of an answer's citations, each once, in their order.
export const citations = (answer) => [...new Set(all("p a.cite", answer).map((link) => link.getAttribute("href")))];

// The words that a citation's link stands for; null for a link that no answer on the page has.
export const quoteOf = (link) => answers().flatMap((answer) => facts(answer)?.citations ?? []).find((citation) => citation.link === link)?.quote ?? null;

const bare = (question) => question.replace(/[\s\p{P}]/gu, "").toLowerCase();
export const isAsked = (question) => questions().some((asked) => bare(typed(asked)) === bare(question))
  || answers().some((answer) => bare(facts(answer)?.standalone ?? "") === bare(question));
