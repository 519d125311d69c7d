// Which canned response goes into the words being written?
import { Controller } from "@hotwired/stimulus";
import { Offer } from "../page/canned_offer";
import { paragraph, preview } from "../page/canned_preview";
import { Prompt } from "../page/canned_prompt";
import { parsed } from "../page/morphing";
import { toast } from "../page/toast";

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
      this.on(this.textTarget, "input", () => this.typed()),
      this.on(this.textTarget, "keydown", (event) => this.key(event as KeyboardEvent)),
      this.on(this.textTarget, "blur", () => window.setTimeout(() => this.closeUnlessInside(), 150)),
      this.on(this.pickerTarget, "mousedown", (event) => keepFocus(event)),
      this.on(this.pickerTarget, "keydown", (event) => this.leave(event as KeyboardEvent)),
      this.on(this.element, "composer:sent", () => this.forget()),
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

  private typed(): void {
    if (!this.textTarget.value) this.forget();
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
    const told = list.querySelector<HTMLElement>("[data-count]");
    told?.remove();
    const shown = document.createElement("div");
    shown.className = "preview";
    this.pickerTarget.replaceChildren(head(query, list.querySelectorAll("[role=option]").length, told), list, shown);
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
    this.pickerTarget.querySelector(".preview")?.replaceChildren(...preview(option && new Offer(option)));
  }

  private key(event: KeyboardEvent): void {
    if (this.pickerTarget.hidden) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.move(1),
      ArrowUp: () => this.move(-1),
      Enter: () => this.choose(this.options()[this.at]),
      Tab: () => this.choose(this.options()[this.at]),
      Escape: () => this.close(),
      ...(this.canSpeakNext() ? { ArrowRight: () => this.speakNext() } : {}),
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

  private canSpeakNext(): boolean {
    const option = this.options()[this.at];
    const isAtEnd = this.textTarget.selectionStart === this.textTarget.value.length;
    return isAtEnd && option !== undefined && new Offer(option).languages.length > 1;
  }

  private speakNext(): void {
    const option = this.options()[this.at];
    if (option && new Offer(option).speakNext()) this.showPreview(option);
  }

  private clicked(event: Event): void {
    const target = event.target as Element;
    const language = target.closest<HTMLElement>("[data-speak]")?.dataset["speak"];
    const shown = this.options()[this.at];
    if (language && shown) {
      new Offer(shown).speak(language);
      this.showPreview(shown);
    }
    const option = target.closest<HTMLElement>("[role=option]");
    if (option) this.choose(option);
  }

  private choose(option: HTMLElement | undefined): void {
    if (!option || this.query() === null) return;
    const offer = new Offer(option);
    if (!offer.isSayable) return toast("Nobody has approved these words yet, so they cannot be sent.");
    if (offer.missing.length) this.askFor(offer);
    else this.insert(offer, offer.text);
  }

  private askFor(offer: Offer): void {
    const prompt = new Prompt(offer, (text) => this.insert(offer, text));
    this.pickerTarget.replaceChildren(prompt.element);
    this.textTarget.removeAttribute("aria-activedescendant");
    prompt.focus();
  }

  private insert(offer: Offer, text: string): void {
    const query = this.query();
    if (query === null) return;
    this.textTarget.focus();
    this.write(text, query.length + 1);
    this.note(offer);
    if (offer.picture !== null) this.dispatch("picture", { detail: { id: Number(offer.id), description: offer.picture } });
    this.close();
  }

  // What went into the words is sent along, so that its use is counted.
  private note(offer: Offer): void {
    const noted = document.createElement("input");
    noted.type = "hidden";
    noted.name = "canned";
    noted.value = `${offer.id}:${offer.language}`;
    this.element.append(noted);
  }

  private forget(): void {
    for (const noted of this.element.querySelectorAll("input[name=canned]")) noted.remove();
  }

  private leave(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.textTarget.focus();
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

// A field of the picker takes the focus; all else in it leaves it with the words.
function keepFocus(event: Event): void {
  if (!(event.target as Element).closest("input, label, .picker-ask button")) event.preventDefault();
}

function head(query: string, shown: number, told: HTMLElement | null): HTMLElement {
  const count = Number(told?.dataset["count"] ?? shown);
  const words = count === 0 ? "Nothing matches" : count === 1 ? "1 matches" : `${count} match`;
  const more = count > shown ? `, the first ${shown} are shown` : "";
  const language = told?.dataset["language"];
  const why = language ? `, ${language} first because the person wrote in ${language}` : "";
  return paragraph("picker-head", `/${query}  ${words}${more}${why}`);
}
