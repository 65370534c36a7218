// Which index is asked, where several are served. Another one is another address: nothing of two indexes is mixed.
import { index, load } from "./server.js";
import { dress, element } from "./words.js";

// The address of the page that asks an index.
export function addressOf(name) {
  const there = new URL(document.baseURI);
  there.hash = "";
  there.search = name === null ? "" : new URLSearchParams({ index: name });
  return there.href;
}

// A list to choose from; null where there is only one index.
export async function chooser() {
  const known = await load("api/indexes").catch(() => []);
  if (known.length < 2) return null;
  const made = element("select", "of-index");
  made.dataset.hint = "ask_index";
  const names = known.map(({ name }) => name);
  const present = index ?? names[0];
  if (!names.includes(present)) names.unshift(present); // one that is not served: said when it is asked
  made.append(...names.map((name) => new Option(name, name, name === present, name === present)));
  made.addEventListener("change", () => location.assign(addressOf(made.value)));
  dress(made);
  return made;
}
