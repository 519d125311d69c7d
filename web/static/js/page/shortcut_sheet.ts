// What does the sheet of shortcuts list on this page?
import { combinations, declared, isVisible, keysOf, named } from "./shortcuts";

type Entry = [string, string[]];

export function fill(sheet: HTMLElement): void {
  const list = sheet.querySelector("[data-shortcut-list]");
  list?.replaceChildren(...[...grouped()].map(section));
}

// What can be pressed now comes first, then what a pane shows that a key opens; a key is listed
// once, under the part of the page it acts on.
function grouped(): Map<string, Entry[]> {
  const listed = new Set<string>();
  const found = new Map<string, Entry[]>();
  const [shown, hidden] = [declared().filter(isVisible), declared().filter((one) => !isVisible(one))];
  const inPanes = hidden.filter((one) => one.closest("[popover]"));
  for (const element of [...shown, ...inPanes, ...hidden]) {
    const keys = combinations(element).filter((key) => !listed.has(key));
    const [name, group] = [named(element), groupOf(element)];
    if (!name) continue;
    if (keys.length) found.set(group, [...(found.get(group) ?? []), [name, keys]]);
    for (const key of keys) listed.add(key);
  }
  return found;
}

function groupOf(element: Element): string {
  return element.closest<HTMLElement>("[data-keys]")?.dataset["keys"] ?? "";
}

function section([group, entries]: [string, Entry[]]): HTMLElement {
  const [whole, head, list] = ["section", "h3", "dl"].map((name) => document.createElement(name)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  head.textContent = group;
  list.append(...entries.map(line));
  whole.append(head, list);
  return whole;
}

function line([name, keys]: Entry): HTMLElement {
  const row = document.createElement("div");
  row.append(term(name), definition(keys));
  return row;
}

function term(name: string): HTMLElement {
  const element = document.createElement("dt");
  element.textContent = name;
  return element;
}

function definition(combinationsOfKeys: string[]): HTMLElement {
  const element = document.createElement("dd");
  for (const combination of combinationsOfKeys) {
    for (const key of keysOf(combination)) {
      const cap = document.createElement("kbd");
      cap.textContent = key.length === 1 ? key.toUpperCase() : key;
      element.append(cap);
    }
  }
  return element;
}
