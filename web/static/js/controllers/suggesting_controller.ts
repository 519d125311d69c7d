// What is offered below the cursor for what was typed behind a sign, and put in its place?
import { Controller } from "@hotwired/stimulus";
import { paragraph } from "../page/canned_preview";
import { parsed } from "../page/morphing";
import { plural, t } from "../page/words";

const ASK_AFTER_MILLISECONDS = 80;

export abstract class SuggestingController extends Controller<HTMLElement> {
  static override targets = ["text", "picker"];
  static override values = { url: String };
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly pickerTarget: HTMLElement;
  declare readonly urlValue: string;

  // The sign and what was typed behind it, up to the cursor.
  protected abstract readonly pattern: RegExp;
  protected abstract readonly label: string;

  private asking = 0;
  private at = 0;
  private drawnFor: string | null = null;
  private choosesWhenDrawn = false;
  private undoListening: (() => void)[] = [];

  override connect(): void {
    this.undoListening = [
      this.on(this.textTarget, "input", () => this.typed()),
      this.on(this.textTarget, "keydown", (event) => this.key(event as KeyboardEvent)),
      this.on(this.textTarget, "blur", () => window.setTimeout(() => this.closeUnlessInside(), 150)),
      this.on(this.pickerTarget, "mousedown", (event) => keepFocus(event)),
      this.on(this.pickerTarget, "keydown", (event) => this.leave(event as KeyboardEvent)),
      this.on(this.pickerTarget, "click", (event) => this.clicked(event)),
    ];
  }

  override disconnect(): void {
    window.clearTimeout(this.asking);
    for (const stop of this.undoListening) stop();
  }

  protected abstract choose(option: HTMLElement | undefined): void;
  protected abstract head(query: string, shown: number, list: HTMLElement): HTMLElement;

  protected asked(query: string): Record<string, string> {
    return { q: query };
  }

  protected mayOffer(): boolean {
    return true;
  }

  protected marked(_option: HTMLElement | undefined): void {}

  protected moreKeys(): Record<string, () => void> {
    return {};
  }

  protected typed(): void {
    this.look();
  }

  protected look(): void {
    window.clearTimeout(this.asking);
    this.choosesWhenDrawn = false;
    const query = this.query();
    if (query === null) return this.close();
    // The first is asked for at once; whoever types on is not asked about for every letter.
    const wait = this.pickerTarget.hidden && !query ? 0 : ASK_AFTER_MILLISECONDS;
    this.asking = window.setTimeout(() => void this.ask(query), wait);
  }

  protected query(): string | null {
    if (!this.mayOffer()) return null;
    const before = this.textTarget.value.slice(0, this.textTarget.selectionStart);
    return this.pattern.exec(before)?.[1] ?? null;
  }

  protected option(): HTMLElement | undefined {
    return this.options()[this.at];
  }

  protected clicked(event: Event): void {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (option) this.choose(option);
  }

  // At the cursor, in place of what was typed to find it; the rest stays.
  protected write(words: string, replacing: number): void {
    const end = this.textTarget.selectionStart;
    this.textTarget.setRangeText(words, end - replacing, end, "end");
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  protected close(): void {
    if (this.pickerTarget.hidden) return;
    this.pickerTarget.hidden = true;
    this.textTarget.removeAttribute("aria-activedescendant");
  }

  protected on(target: EventTarget, name: string, act: (event: Event) => void): () => void {
    target.addEventListener(name, act);
    return () => target.removeEventListener(name, act);
  }

  private async ask(query: string): Promise<void> {
    const options = await this.matching(query);
    if (options !== null && this.query() === query) this.draw(query, options);
  }

  private async matching(query: string): Promise<string | null> {
    try {
      const response = await fetch(`${this.urlValue}?${new URLSearchParams(this.asked(query))}`);
      return response.ok ? await response.text() : null;
    } catch (failure) {
      console.info("The desk does not answer.", failure);
      return null;
    }
  }

  private draw(query: string, html: string): void {
    const list = parsed(`<div class="picker-list" role="listbox" aria-label="${this.label}">${html}</div>`);
    if (!list) return;
    const head = this.head(query, list.querySelectorAll("[role=option]").length, list);
    const shown = document.createElement("div");
    shown.className = "preview";
    this.pickerTarget.replaceChildren(head, list, shown);
    this.pickerTarget.hidden = false;
    this.textTarget.setAttribute("aria-controls", this.pickerTarget.id);
    this.at = 0;
    this.drawnFor = query;
    this.mark();
    if (this.choosesWhenDrawn) this.chooseMarked();
  }

  private mark(): void {
    const options = this.options();
    options.forEach((option, place) => {
      option.id ||= `${this.identifier}-${place}`;
      option.setAttribute("aria-selected", String(place === this.at));
    });
    const chosen = options[this.at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.textTarget.setAttribute("aria-activedescendant", chosen.id);
    this.marked(chosen);
  }

  private key(event: KeyboardEvent): void {
    if (this.pickerTarget.hidden) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: () => this.chooseMarked(),
      Tab: () => this.chooseMarked(),
      Escape: () => this.close(),
      ...this.moreKeys(),
    };
    const act = event.ctrlKey || event.metaKey ? undefined : acts[event.key];
    if (!act || (!this.options().length && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // Whoever types faster than the desk answers means the best of what they typed last.
  private chooseMarked(): void {
    this.choosesWhenDrawn = this.query() !== this.drawnFor;
    if (!this.choosesWhenDrawn) this.choose(this.option());
  }

  private move(by: number): void {
    const count = this.options().length;
    this.at = (this.at + by + count) % count;
    this.mark();
  }

  private leave(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.textTarget.focus();
    this.close();
  }

  // Whoever left the words may have come back to them meanwhile.
  private closeUnlessInside(): void {
    const focused = document.activeElement;
    if (focused !== this.textTarget && !this.pickerTarget.contains(focused)) this.close();
  }

  private options(): HTMLElement[] {
    return [...this.pickerTarget.querySelectorAll<HTMLElement>("[role=option]")];
  }
}

// How many there are for what was typed, in words.
export function matches(sign: string, query: string, count: number, more = ""): HTMLElement {
  const words = count === 0 ? t("Nothing matches") : plural("{count} matches", "{count} match", count);
  return paragraph("picker-head", `${sign}${query}  ${words}${more}`);
}

// A field of the picker takes the focus; all else in it leaves it with the words.
function keepFocus(event: Event): void {
  if (!(event.target as Element).closest("input, label, .picker-ask button")) event.preventDefault();
}
