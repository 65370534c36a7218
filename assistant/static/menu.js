// A button that opens a small panel: a click elsewhere or Esc closes it again.
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
