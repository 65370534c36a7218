// What a reader says of an answer: good, bad, or that its source is wrong, with a word about why.
import { facts } from "./chat.js";
import { index, post } from "./server.js";
import { announce, button, dress, element, lang, one, said, say, sign } from "./words.js";

const given = new Map(); // by turn: what was said of it

export function judge(answer) {
  const { id } = facts(answer);
  const bar = element("span", "judge");
  const why = element("form", "comment");
  const names = facts(answer).citations.length ? ["good", "bad", "wrong_source"] : ["good", "bad"];
  for (const rating of names) {
    const press = () => say_so(answer, bar, why, given.get(id)?.rating === rating ? "none" : rating, "");
    const made = rating === "wrong_source" ? button(`rating_${rating}`, "tool", press) : sign(`rating_${rating}`, `tool ${rating}`, press);
    made.dataset.rating = rating;
    bar.append(made);
  }
  why.hidden = true;
  press(bar, given.get(id)?.rating);
  return [bar, why];
}

function press(bar, rating) {
  for (const made of bar.children) made.setAttribute("aria-pressed", String(made.dataset.rating === rating));
}

async function say_so(answer, bar, why, rating, comment) {
  const told = facts(answer);
  const shown = one("p a.cite.open", answer)?.getAttribute("href");
  const body = {
    turn_id: told.id, rating, comment, question: told.standalone.slice(0, 500), answer: told.text.slice(0, 5000), lang, index,
    citation: rating === "wrong_source" ? told.citations.find((c) => c.link === shown)?.n ?? null : null,
  };
  try {
    await post("api/feedback", body);
  } catch (error) {
    why.replaceChildren(element("p", "hint", error.message || say("feedback_lost")));
    why.hidden = false;
    return;
  }
  given.set(told.id, { rating, comment });
  press(bar, rating);
  announce(say(rating === "none" ? "rating_taken_back" : "rating_kept"));
  why.hidden = rating === "none";
  if (comment) why.replaceChildren(said("p", "rating_kept", "hint"));
  else if (rating !== "none") fillIn(answer, bar, why, rating);
}

function fillIn(answer, bar, why, rating) {
  const box = element("input", "");
  box.maxLength = 2000;
  box.dataset.hint = "rating_why";
  const send = said("button", "rating_send", "tool");
  send.type = "submit";
  why.replaceChildren(box, send, button("cancel", "tool", () => { why.hidden = true; }));
  dress(why);
  why.onsubmit = (event) => {
    event.preventDefault();
    if (box.value.trim()) say_so(answer, bar, why, rating, box.value.trim());
    else why.hidden = true;
  };
  if (rating !== "good") box.focus({ preventScroll: true });
}
