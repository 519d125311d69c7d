// What can be done from this page, each under a name by which a person would look for it?
import { visit } from "@hotwired/turbo";
import { combinations, declared, isVisible, named, press } from "./shortcuts";
import { icon } from "./icon";
import { avatar, staff } from "./staff";
import { t } from "./words";

export interface Command {
  group: string;
  words: string;
  // What is chosen by it: the end of its words.
  choice?: string;
  // What is known of where it leads.
  beside?: string;
  keys: string[];
  mark: Element;
  run: () => void;
}

const CONVERSATION = "#reading";

// What acts on the open conversation comes first; of two with one name the first counts.
export function commands(): Command[] {
  const known = new Set<string>();
  return [...pressables(), ...choices(), ...places()].filter(({ group, words }) => {
    const isNew = words !== "" && !known.has(group + words);
    known.add(group + words);
    return isNew;
  });
}

function pressables(): Command[] {
  const found = declared().filter((one) => isVisible(one) && !one.closest("dialog, [data-palette-not]"));
  return inOrder(
    found.map((one) => ({
      group: groupOf(one),
      words: named(one),
      keys: combinations(one).slice(0, 1),
      mark: markOf(one),
      run: () => press(one),
    })),
  );
}

// What a menu offers is offered here one by one.
function choices(): Command[] {
  const menus = [...document.querySelectorAll<HTMLElement>("[data-command]")];
  return menus.flatMap((menu) => {
    const begins = menu.dataset["command"] ?? "";
    const command = (choice: string, run: () => void, mark?: Element): Command => ({
      group: groupOf(menu),
      words: `${begins} ${choice}`,
      choice,
      keys: [],
      mark: mark ?? markOf(menu),
      run,
    });
    if (menu instanceof HTMLSelectElement || menu instanceof HTMLInputElement) {
      return optionsOf(menu).map((option) => command(option.text || option.value, () => submitWith(menu, option.value), faceOf(menu, option)));
    }
    return [command(menu.dataset["commandWords"] ?? menu.textContent.trim(), () => menu.click())];
  });
}

function faceOf(menu: HTMLElement, option: HTMLOptionElement): Element | undefined {
  const person = menu.matches("[name=assignee]") ? staff(option.value) : null;
  return person ? avatar(person) : undefined;
}

function optionsOf(menu: HTMLSelectElement | HTMLInputElement): HTMLOptionElement[] {
  const options = menu instanceof HTMLSelectElement ? menu.options : (menu.list?.querySelectorAll("option") ?? []);
  return [...options].filter((option) => option.value !== "");
}

function submitWith(menu: HTMLSelectElement | HTMLInputElement, value: string): void {
  menu.value = value;
  menu.form?.requestSubmit();
}

function places(): Command[] {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".views a, .topnav a, .me-menu a")];
  return links.map((link) => ({
    group: t("Go to"),
    words: words(link),
    beside: link.querySelector(".n")?.textContent.trim() ?? "",
    keys: keysTo(link),
    mark: markOf(link, "menu"),
    run: () => visit(link.href),
  }));
}

// The mark that it bears on the page: a platform's tile, or an icon. An arrow only says that a menu opens.
function markOf(element: HTMLElement, otherwise = "keys"): Element {
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : null;
  const named = element.dataset["icon"];
  const found = (label ?? element).querySelector('.tile, svg.i:not(:has(use[href="#i-down"]))');
  if (named ?? !found) return icon(named ?? otherwise);
  const mark = found?.cloneNode(true) as Element;
  mark.classList.remove("i-s");
  return mark;
}

function keysTo(link: HTMLAnchorElement): string[] {
  const known = [...document.querySelectorAll<HTMLAnchorElement>("a[data-go]")].find((one) => one.href === link.href);
  return known ? [`G+${known.dataset["go"]?.toUpperCase()}`] : [];
}

function words(link: HTMLElement): string {
  const copy = link.cloneNode(true) as HTMLElement;
  for (const count of copy.querySelectorAll(".n, .vh, svg")) count.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function groupOf(element: HTMLElement): string {
  if (!element.closest(CONVERSATION)) return t("On this page");
  const name = document.querySelector("#conversation h2")?.textContent.trim();
  return name ? t("On this conversation, {name}", { name }) : t("On this conversation");
}

function inOrder(found: Command[]): Command[] {
  const rank = ({ group }: Command): number => (group === t("On this page") ? 1 : 0);
  return found.sort((one, other) => rank(one) - rank(other));
}
