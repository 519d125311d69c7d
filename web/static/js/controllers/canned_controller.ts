// Which canned response goes into the words being written?
import { Controller } from "@hotwired/stimulus";
import { parsed } from "../page/morphing";

const ASK_AFTER_MILLISECONDS = 80;
// A slash opens the picker only where a word could start: not in an address.
const QUERY = /(?:^|\s)\/([\p{L}\p{N}-]*)$/u;

export default class CannedController extends Controller<HTMLElement> {
  static override targets = ["text", "picker"];
  static override values = { url: String };
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly pickerTarget: HTMLElement;
  declare readonly urlValue: string;

  private asking = 0;
  private at = 0;
  private undoListening: (() => void)[] = [];

  override connect(): void {
    this.textTarget.setAttribute("aria-controls", this.pickerTarget.id || (this.pickerTarget.id = "picker"));
    this.undoListening = [
      this.on(this.textTarget, "input", () => this.look()),
      this.on(this.textTarget, "keydown", (event) => this.key(event as KeyboardEvent)),
      this.on(this.textTarget, "blur", () => window.setTimeout(() => this.closeUnlessInside(), 150)),
      this.on(this.pickerTarget, "mousedown", (event) => event.preventDefault()),
      this.on(this.pickerTarget, "click", (event) => this.clicked(event)),
    ];
  }

  override disconnect(): void {
    window.clearTimeout(this.asking);
    for (const stop of this.undoListening) stop();
  }

  open(): void {
    this.textTarget.focus();
    if (this.query() === null) this.write(this.needsSpace() ? " /" : "/", 0);
    this.look();
  }

  private look(): void {
    window.clearTimeout(this.asking);
    const query = this.query();
    if (query === null) return this.close();
    this.asking = window.setTimeout(() => void this.ask(query), ASK_AFTER_MILLISECONDS);
  }

  private async ask(query: string): Promise<void> {
    const options = await this.matching(query);
    if (options !== null && this.query() === query) this.draw(query, options);
  }

  private async matching(query: string): Promise<string | null> {
    try {
      const response = await fetch(`${this.urlValue}?${new URLSearchParams({ q: query })}`);
      return response.ok ? await response.text() : null;
    } catch (failure) {
      console.info("The desk does not answer.", failure);
      return null;
    }
  }

  private draw(query: string, html: string): void {
    const list = parsed(`<div class="picker-list" role="listbox" aria-label="Canned responses">${html}</div>`);
    if (!list) return;
    const count = list.querySelectorAll("[role=option]").length;
    this.pickerTarget.replaceChildren(head(query, count), list, preview());
    this.pickerTarget.hidden = false;
    this.at = 0;
    this.mark();
  }

  private mark(): void {
    const options = this.options();
    options.forEach((option, place) => {
      option.id ||= `canned-${option.dataset["response"]}`;
      option.setAttribute("aria-selected", String(place === this.at));
    });
    const chosen = options[this.at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.textTarget.setAttribute("aria-activedescendant", chosen.id);
    this.showPreview(chosen);
  }

  private showPreview(option: HTMLElement | undefined): void {
    const place = this.pickerTarget.querySelector(".preview");
    if (!place) return;
    const words = paragraph("preview-text", option?.dataset["text"] ?? "");
    const missing = option?.dataset["missing"] ?? "";
    const lines = missing ? [words, paragraph("field-error", `No value for: ${missing}`)] : [words];
    place.replaceChildren(...lines);
  }

  private key(event: KeyboardEvent): void {
    if (this.pickerTarget.hidden) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: () => this.choose(this.options()[this.at]),
      Tab: () => this.choose(this.options()[this.at]),
      Escape: () => this.close(),
    };
    const act = event.ctrlKey || event.metaKey ? undefined : acts[event.key];
    if (!act || (!this.options().length && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  private move(by: number): void {
    const count = this.options().length;
    this.at = (this.at + by + count) % count;
    this.mark();
  }

  private clicked(event: Event): void {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (option) this.choose(option);
  }

  private choose(option: HTMLElement | undefined): void {
    const query = this.query();
    if (!option || query === null) return;
    this.write(option.dataset["text"] ?? "", query.length + 1);
    this.close();
  }

  // At the cursor, in place of what was typed to find it; the rest stays.
  private write(words: string, replacing: number): void {
    const end = this.textTarget.selectionStart;
    this.textTarget.setRangeText(words, end - replacing, end, "end");
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private query(): string | null {
    const before = this.textTarget.value.slice(0, this.textTarget.selectionStart);
    return QUERY.exec(before)?.[1] ?? null;
  }

  private needsSpace(): boolean {
    return /\S$/.test(this.textTarget.value.slice(0, this.textTarget.selectionStart));
  }

  private closeUnlessInside(): void {
    if (!this.pickerTarget.contains(document.activeElement)) this.close();
  }

  private close(): void {
    this.pickerTarget.hidden = true;
    this.textTarget.removeAttribute("aria-activedescendant");
  }

  private options(): HTMLElement[] {
    return [...this.pickerTarget.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private on(target: EventTarget, name: string, act: (event: Event) => void): () => void {
    target.addEventListener(name, act);
    return () => target.removeEventListener(name, act);
  }
}

function head(query: string, count: number): HTMLElement {
  const words = count === 1 ? "1 matches" : count ? `${count} match` : "Nothing matches";
  return paragraph("picker-head", `/${query}  ${words}`);
}

function preview(): HTMLElement {
  const element = document.createElement("div");
  element.className = "preview";
  return element;
}

function paragraph(name: string, words: string): HTMLElement {
  const element = document.createElement("p");
  element.className = name;
  element.dir = "auto";
  element.textContent = words;
  return element;
}
