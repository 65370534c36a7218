// The view of evaluation: run gold questions and see the report; write gold questions.
import { drawRun } from "./evaluation-run.js";
import { drawWriting } from "./evaluation-write.js";
import { addView } from "./views.js";
import { button, element, label, say } from "./words.js";

const PARTS = { run: drawRun, write: drawWriting };
let part = "run";

addView("evaluation", async () => {
  const choice = element("div", "studio-parts");
  choice.setAttribute("role", "group");
  label(choice, { "aria-label": say("studio_parts") });
  const shown = element("div", "studio");
  const show = async (name) => {
    part = name;
    for (const made of choice.children) made.setAttribute("aria-pressed", String(made.dataset.part === name));
    const drawn = await PARTS[name](() => show(name));
    if (part === name) shown.replaceChildren(...drawn);
  };
  for (const name of Object.keys(PARTS)) {
    const made = button(`studio_${name}`, "tool", () => show(name));
    made.dataset.part = name;
    choice.append(made);
  }
  await show(part);
  return [choice, shown];
});
