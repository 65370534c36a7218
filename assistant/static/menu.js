// A button that opens a small panel: arrow keys go through it, a click elsewhere or Esc closes it again.
let open = null;

export function menu(button, panel) {
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    const isOpen = open?.panel === panel;
    close();
    if (isOpen) return;
    open = { button, panel };
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    panel.dispatchEvent(new Event("opened"));
  });
}

// Closes what is open; `back` returns the focus to its button. Tells whether anything was.
export function close(back = false) {
  if (!open) return false;
  open.panel.hidden = true;
  open.button.setAttribute("aria-expanded", "false");
  if (back) open.button.focus();
  open = null;
  return true;
}

document.addEventListener("click", (event) => {
  if (open && !open.panel.contains(event.target) && !open.button.contains(event.target)) close();
});

document.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || !open || !(event.target === open.button || open.panel.contains(event.target))) return;
  event.preventDefault();
  const stops = [...open.panel.querySelectorAll("button")];
  const now = stops.indexOf(event.target);
  stops.at(now < 0 ? (by < 0 ? -1 : 0) : (now + by) % stops.length)?.focus();
});
