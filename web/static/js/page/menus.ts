// When does a small menu close by itself?
const SECOND_PRESS_MILLISECONDS = 600;

export function closeMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]:not([data-stays-open])")) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  // It does not bubble. What opens within a pane that scrolls would else begin below its end.
  document.addEventListener("toggle", (event) => showWhole(event.target as HTMLElement), true);
  document.addEventListener("turbo:submit-end", (event) => {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail;
    const form = event.target as HTMLFormElement;
    const menu = form.closest<HTMLDetailsElement>("details.menu");
    if (success && menu) close(menu, form);
    // What settles the whole matter takes its own buttons away: the focus goes on to a place that stays.
    if (success && form.dataset["thenFocus"]) document.getElementById(form.dataset["thenFocus"])?.focus();
    else if (document.activeElement === document.body) returnFocus(form);
  });
}

// Nothing moves under a pointer that may press a second time, nor under a finger.
function showWhole(menu: HTMLElement): void {
  const opener = menu.querySelector("summary");
  const scroll = (): void => {
    if (menu.matches("details.menu-wide[open]")) menu.querySelector(".menu-body")?.scrollIntoView({ block: "nearest" });
  };
  if (matchMedia("(hover: none)").matches) setTimeout(scroll, SECOND_PRESS_MILLISECONDS);
  else if (opener?.matches(":hover")) opener.addEventListener("pointerleave", scroll, { once: true });
  else scroll();
}

// A plain button that acts upon a message, and stays where it is, keeps the focus.
function returnFocus(form: HTMLFormElement): void {
  if (form.matches("[data-returns-focus]")) form.querySelector<HTMLElement>("[type=submit]")?.focus();
}

// Focus that stood inside goes to what opened the menu, not to nowhere.
function close(menu: HTMLDetailsElement, form: HTMLFormElement): void {
  // A button that was disabled while its form was sent has lost the focus to the page.
  const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
  form.reset();
  menu.open = false;
  if (hadFocus) menu.querySelector("summary")?.focus();
}
