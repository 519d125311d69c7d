// When does a small menu close by itself?
export function closeMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  document.addEventListener("turbo:submit-end", (event) => {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail;
    const form = event.target as HTMLFormElement;
    const menu = form.closest<HTMLDetailsElement>("details.menu");
    if (success && menu) close(menu, form);
  });
}

// Focus that stood inside goes to what opened the menu, not to nowhere.
function close(menu: HTMLDetailsElement, form: HTMLFormElement): void {
  const hadFocus = menu.contains(document.activeElement);
  form.reset();
  menu.open = false;
  if (hadFocus) menu.querySelector("summary")?.focus();
}
