// What does the sheet of shortcuts list on this page?
import { combinations, declared, isVisible, keysOf, named } from "./shortcuts";

export function fill(sheet: HTMLElement): void {
  const list = sheet.querySelector("[data-shortcut-list]");
  list?.replaceChildren(...entries().map(line));
}

// What can be pressed now comes first; a key is listed once.
function entries(): [string, string[]][] {
  const listed = new Set<string>();
  const found: [string, string[]][] = [];
  const [shown, hidden] = [declared().filter(isVisible), declared().filter((one) => !isVisible(one))];
  for (const element of [...shown, ...hidden]) {
    const keys = combinations(element).filter((key) => !listed.has(key));
    const name = named(element);
    if (name && keys.length) found.push([name, keys]);
    for (const key of keys) listed.add(key);
  }
  return found;
}

function line([name, keys]: [string, string[]]): HTMLElement {
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
