// Which values does only the person know who inserts a canned response?
import type { Missing, Offer } from "./canned_offer";
import { paragraph } from "./canned_preview";
import { filled, marked } from "./placeholders";
import { t } from "./words";

// The fields have no name: they stand inside the composer's form and are not sent with it.
export class Prompt {
  readonly element = document.createElement("div");
  private readonly fields: Map<string, HTMLInputElement>;
  private readonly words = paragraph("preview-text", "");

  constructor(private readonly offer: Offer, private readonly insert: (text: string) => void) {
    this.element.className = "picker-ask";
    this.fields = new Map(offer.missing.map((one) => [one.name, field(one)]));
    this.element.append(
      paragraph("picker-head", t("{title}: fill in what the desk cannot know. What you leave empty blocks sending.", { title: offer.title })),
      ...[...this.fields.values()].map((one, place) => labelled(one, offer.missing[place]?.words ?? "")),
      this.words,
      this.button(),
    );
    this.element.addEventListener("input", () => this.draw());
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.draw();
  }

  focus(): void {
    [...this.fields.values()][0]?.focus();
  }

  private get text(): string {
    const values = [...this.fields].map(([name, one]): [string, string] => [name, one.value.trim()]);
    return filled(this.offer.text, new Map(values));
  }

  private draw(): void {
    this.words.replaceChildren(...marked(this.text));
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const all = [...this.fields.values()];
    const next = all[all.indexOf(event.target) + 1];
    if (next) next.focus();
    else this.insert(this.text);
  }

  private button(): HTMLElement {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "btn btn-primary";
    element.textContent = t("Insert");
    element.addEventListener("click", () => this.insert(this.text));
    return element;
  }
}

function field(missing: Missing): HTMLInputElement {
  const element = document.createElement("input");
  element.className = "input";
  element.autocomplete = "off";
  element.dir = "auto";
  element.maxLength = 300;
  element.id = `canned-${missing.name.replace(/\W/g, "-")}`;
  return element;
}

function labelled(input: HTMLInputElement, words: string): HTMLElement {
  const label = document.createElement("label");
  label.className = "label";
  label.append(words, input);
  return label;
}
