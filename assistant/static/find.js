// Looking for a phrase in the open document.
import { load } from "./server.js";
import { element, one, say, sign, valued } from "./words.js";

// A search box. `go(spans)` shows a place; `doc()` is the id of the open document.
export function finder(doc, go) {
  const form = element("form", "find");
  form.setAttribute("role", "search");
  const box = element("input", "");
  box.type = "search";
  box.maxLength = 100;
  box.dataset.hint = "find";
  const count = element("span", "count");
  count.setAttribute("role", "status");
  let places = [];
  let total = 0;
  let at = 0;
  let sought = "";
  const show = () => {
    count.replaceChildren(total ? valued("span", "found", { place: at + 1, total }) : element("span", "", say("found_none")));
    for (const made of form.querySelectorAll("button")) made.hidden = places.length < 2;
    if (places.length) go(places[at]);
  };
  const step = (by) => {
    if (!places.length) return;
    at = (at + by + places.length) % places.length;
    show();
  };
  form.append(box, count, sign("find_before", "step", () => step(-1)), sign("find_after", "step", () => step(1)));
  for (const made of form.querySelectorAll("button")) made.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = `${doc()} ${box.value.trim()}`;
    if (!box.value.trim()) return clear();
    if (wanted === sought) return step(1);
    sought = wanted;
    const asked = new URLSearchParams({ doc_id: doc(), phrase: box.value.trim() });
    const told = await load(`api/find?${asked}`).catch(() => ({ total: 0, places: [] }));
    if (wanted !== sought) return;
    ({ total, places } = told);
    at = 0;
    show();
  });
  const clear = () => {
    places = [];
    sought = "";
    count.replaceChildren();
    for (const made of form.querySelectorAll("button")) made.hidden = true;
  };
  box.addEventListener("input", () => { if (!box.value) clear(); });
  return { form, forget: () => { if (!sought.startsWith(`${doc()} `)) { box.value = ""; clear(); } }, focus: () => box.focus(), box: () => one("input", form) };
}
