// The documents of the index, and what reading did to them; for the administrator, how to change them.
import { load } from "./server.js";
import { remover, upkeep } from "./upkeep.js";
import { element, lang, said, say, valued } from "./words.js";

const number = (value) => element("span", "number", value.toLocaleString("en"));

export async function corpus(again) {
  const isAdmin = document.body.classList.contains("is-admin");
  const [{ index, documents }, state] = await Promise.all([load("api/holdings"), isAdmin ? load("api/upkeep") : null]);
  const facts = element("dl", "facts-of-index");
  const fact = (name, value) => {
    const pair = element("div", "");
    const shown = element("dd", "");
    shown.append(value);
    pair.append(said("dt", name), shown);
    facts.append(pair);
  };
  fact("index_name", index.name);
  fact("index_documents", number(index.documents));
  fact("index_passages", number(index.passages));
  fact("index_characters", number(index.characters));
  fact("index_fingerprint", element("code", "", index.fingerprint));
  const list = element("div", "holdings");
  const remove = state && !state.obstacle[lang] ? remover(state, again) : null;
  list.append(...documents.map((entry) => holding(entry, remove)));
  return [facts, ...(state ? [upkeep(state, again)] : []), said("p", "holdings_hint", "hint"), list];
}

function holding(entry, remove) {
  const row = element("article", "holding");
  const title = element("h3", "");
  const link = element("a", "", entry.title);
  link.href = `#source/${encodeURIComponent(entry.doc_id)}/`;
  title.append(link);
  const about = element("p", "more", [entry.publisher, entry.date, entry.file].filter(Boolean).join(" · "));
  const counts = element("p", "counts");
  counts.append(
    valued("span", "count_passages", { count: entry.passages.toLocaleString("en") }),
    valued("span", "count_characters", { count: entry.characters.toLocaleString("en") }),
  );
  if (entry.pages) counts.append(valued("span", "count_pages", { count: entry.pages }));
  counts.append(entry.characters_dropped
    ? valued("span", "count_dropped", { count: entry.characters_dropped.toLocaleString("en") })
    : said("span", "nothing_dropped"));
  row.append(title, about, counts);
  if (entry.rules.length) row.append(repairs(entry.rules));
  if (remove) row.append(remove(entry.doc_id, entry.title));
  return row;
}

function repairs(rules) {
  const total = rules.reduce((sum, rule) => sum + rule.count, 0);
  const details = element("details", "");
  const summary = element("summary", "");
  summary.append(valued("span", "count_repairs", { count: total }));
  const list = element("ul", "");
  for (const { kind, rule, count } of rules) {
    const line = element("li", "");
    const why = say(`rule_${rule}`) ? said("span", `rule_${rule}`) : element("span", "", rule);
    line.append(element("span", "number", `${count} × `), said("span", `edit_${kind}`), " · ", why);
    list.append(line);
  }
  details.append(summary, list);
  return details;
}
