// What does a page declare in aria-keyshortcuts, and how is it pressed?
const NAMES: Record<string, string> = { Escape: "Esc", Control: "Ctrl", Slash: "/" };

export function declared(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")];
}

export function combinations(element: HTMLElement): string[] {
  return (element.getAttribute("aria-keyshortcuts") ?? "").split(/\s+/).filter(Boolean);
}

export function matches(element: HTMLElement, event: KeyboardEvent): boolean {
  return combinations(element).some((combination) => isPressed(combination, event));
}

export function keysOf(combination: string): string[] {
  return combination.split("+").map((key) => NAMES[key] ?? key);
}

export function isVisible(element: HTMLElement): boolean {
  if (element.matches(":disabled")) return false;
  return element.checkVisibility({ visibilityProperty: true }) || isShownByLabel(element);
}

// By which name a person knows it.
export function named(element: HTMLElement): string {
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : null;
  return (
    element.dataset["help"] ?? element.getAttribute("aria-label") ?? words(label ?? element)
  ).trim();
}

// What a shortcut means depends on what it stands on: a field takes the focus,
// a menu opens on its first field, everything else is clicked.
export function press(element: HTMLElement): void {
  if (element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=submit])")) {
    element.focus();
  } else {
    element.click();
    element.dispatchEvent(new CustomEvent("shortcut:pressed", { bubbles: true }));
    if (element.matches("summary")) firstField(element)?.focus();
  }
}

function firstField(summary: HTMLElement): HTMLElement | null {
  const menu = summary.parentElement as HTMLDetailsElement | null;
  return menu?.open ? menu.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button:not([hidden])") : null;
}

// A radio may be drawn by its label alone.
function isShownByLabel(element: HTMLElement): boolean {
  const labels = element instanceof HTMLInputElement ? element.labels : null;
  return [...(labels ?? [])].some((label) => label.checkVisibility({ visibilityProperty: true }));
}

function isPressed(combination: string, event: KeyboardEvent): boolean {
  const parts = combination.split("+");
  const key = parts[parts.length - 1] ?? "";
  const wants = (modifier: string): boolean => parts.slice(0, -1).includes(modifier);
  // Of signs the keyboard decides which need Shift.
  const isSign = key.length === 1 && !/^[a-z]$/i.test(key);
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === wants("Control") &&
    event.altKey === wants("Alt") &&
    (isSign || event.shiftKey === wants("Shift"))
  );
}

function words(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const cap of copy.querySelectorAll("kbd, svg")) cap.remove();
  return copy.textContent.replace(/\s+/g, " ");
}
