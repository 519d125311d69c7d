// Where does a person go, and what do they do, by typing a few letters of it?
import { Controller } from "@hotwired/stimulus";
import { visit } from "@hotwired/turbo";
import { type Command, commands } from "../page/commands";
import { fit } from "../page/matching";
import { keysOf } from "../page/shortcuts";
import { icon } from "../page/icon";
import { plural, t } from "../page/words";

const ASK_AFTER_MILLISECONDS = 150;
const SHOWN_OF_EACH = 7;
const SEARCH = t("People and messages");

export default class PaletteController extends Controller<HTMLElement> {
  static override targets = ["dialog", "words", "list", "told"];
  declare readonly dialogTarget: HTMLDialogElement;
  declare readonly wordsTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly toldTarget: HTMLElement;

  private known: Command[] = [];
  private readonly runs = new Map<Element, () => void>();
  private at = 0;
  private asking = 0;
  private chosen: (() => void) | null = null;

  open(): void {
    if (this.dialogTarget.open) return;
    this.known = commands();
    this.chosen = null;
    this.wordsTarget.value = "";
    this.dialogTarget.showModal();
    this.wordsTarget.focus();
    this.draw();
  }

  close(): void {
    this.dialogTarget.close();
  }

  // What was chosen is done once the focus is back where it was.
  forget(): void {
    window.clearTimeout(this.asking);
    this.listTarget.replaceChildren();
    this.chosen?.();
    this.chosen = null;
  }

  typed(): void {
    this.draw();
    window.clearTimeout(this.asking);
    const words = this.wordsTarget.value.trim();
    if (words) this.asking = window.setTimeout(() => void this.ask(words), ASK_AFTER_MILLISECONDS);
  }

  key(event: KeyboardEvent): void {
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: () => this.choose(this.options()[this.at]),
    };
    const act = event.isComposing ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  clicked(event: Event): void {
    const target = event.target as Element;
    if (target === this.dialogTarget) return this.close();
    const option = target.closest<HTMLElement>("[role=option]");
    if (option) this.choose(option);
  }

  private draw(): void {
    const words = this.wordsTarget.value.trim();
    this.runs.clear();
    const groups = [...grouped(this.known, words)].map(([name, found]) => this.group(name, found.map((one) => this.line(one))));
    if (words) groups.push(this.group(SEARCH, [this.line(searchFor(words))]));
    this.listTarget.replaceChildren(...groups);
    this.mark(0);
  }

  private async ask(words: string): Promise<void> {
    const response = await fetch(`/search/suggestions?${new URLSearchParams({ q: words })}`).catch(() => null);
    // Without an answer there is still the way to the search page.
    if (!response?.ok || this.wordsTarget.value.trim() !== words) return;
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    const found = [...holder.content.querySelectorAll<HTMLElement>("[role=option]")];
    for (const option of found) this.runs.set(option, () => visit(option.dataset["href"] ?? "/search"));
    const group = [...this.listTarget.children].at(-1);
    group?.querySelector("[role=option]")?.before(...found);
    this.mark(this.at);
  }

  private group(name: string, lines: HTMLElement[]): HTMLElement {
    const group = document.createElement("div");
    group.className = "palette-group";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", name);
    const title = document.createElement("p");
    title.textContent = name;
    title.setAttribute("role", "presentation");
    group.append(title, ...lines);
    return group;
  }

  private line(command: Command): HTMLElement {
    const line = document.createElement("div");
    line.className = "cmd";
    line.setAttribute("role", "option");
    line.append(command.mark, wordsOf(command), ...besides(command), ...caps(command.keys));
    this.runs.set(line, command.run);
    return line;
  }

  private move(by: number): void {
    const count = this.options().length;
    if (count) this.mark((this.at + by + count) % count);
  }

  private mark(at: number): void {
    const options = this.options();
    this.at = Math.min(at, Math.max(0, options.length - 1));
    options.forEach((option, place) => {
      option.id = `palette-${place}`;
      option.setAttribute("aria-selected", String(place === this.at));
    });
    options[this.at]?.scrollIntoView({ block: "nearest" });
    if (options.length) this.wordsTarget.setAttribute("aria-activedescendant", `palette-${this.at}`);
    this.toldTarget.textContent = plural("{count} result", "{count} results", options.length);
  }

  private choose(option: Element | undefined): void {
    this.chosen = (option && this.runs.get(option)) ?? null;
    if (this.chosen) this.close();
  }

  private options(): HTMLElement[] {
    return [...this.listTarget.querySelectorAll<HTMLElement>("[role=option]")];
  }
}

function grouped(known: Command[], words: string): Map<string, Command[]> {
  const fitting = known.map((one) => ({ one, fit: fit(one.words, words) })).filter((found) => found.fit > 0);
  const groups = new Map<string, Command[]>();
  for (const { one } of fitting.sort((first, second) => second.fit - first.fit)) {
    groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  }
  // The conversation first, places last, whatever fits best.
  const order = [...new Set(known.map(({ group }) => group))];
  return new Map(
    order.filter((name) => groups.has(name)).map((name) => [name, (groups.get(name) ?? []).slice(0, SHOWN_OF_EACH)]),
  );
}

function searchFor(words: string): Command {
  const run = (): void => visit(`/search?${new URLSearchParams({ q: words })}`);
  return { group: SEARCH, words: t("Search everything for “{words}”", { words }), keys: [], mark: icon("search"), run };
}

function wordsOf({ words, choice = "" }: Command): HTMLElement {
  const element = document.createElement("bdi");
  element.className = "cmd-words";
  element.textContent = words.slice(0, words.length - choice.length);
  if (choice) element.append(made("b", choice));
  return element;
}

function besides({ beside }: Command): HTMLElement[] {
  return beside ? [made("small", beside)] : [];
}

function made(name: string, words: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}

function caps(combinations: string[]): HTMLElement[] {
  const [combination] = combinations;
  if (!combination) return [];
  const keys = document.createElement("span");
  keys.className = "keys";
  for (const key of keysOf(combination)) {
    const cap = document.createElement("kbd");
    cap.textContent = key.length === 1 ? key.toUpperCase() : key;
    keys.append(cap);
  }
  return [keys];
}
