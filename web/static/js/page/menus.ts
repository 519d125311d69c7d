// When does a menu that somebody opened close again?
export function closeMenus(): void {
  document.addEventListener("turbo:submit-end", (event) => {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail;
    const form = event.target as HTMLFormElement;
    const menu = form.closest<HTMLDetailsElement>("details.menu[open]");
    if (!success || !menu) return;
    form.reset();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
}
