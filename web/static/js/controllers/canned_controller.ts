// Which canned response goes into the words being written?
import { Offer } from "../page/canned_offer";
import { preview } from "../page/canned_preview";
import { Prompt } from "../page/canned_prompt";
import { toast } from "../page/toast";
import { matches, SuggestingController } from "./suggesting_controller";
import { t } from "../page/words";

export default class CannedController extends SuggestingController {
  // A slash opens the picker only where a word could start: not in an address.
  protected readonly pattern = /(?:^|\s)\/([\p{L}\p{N}-]*)$/u;
  protected readonly label = t("Canned responses");
  private stopForgetting = (): void => {};
  private isAskedFor = false;

  override connect(): void {
    super.connect();
    this.stopForgetting = this.on(this.element, "composer:sent", () => this.forget());
  }

  override disconnect(): void {
    super.disconnect();
    this.stopForgetting();
  }

  open(): void {
    this.textTarget.focus();
    this.isAskedFor = this.query() === null;
    if (this.isAskedFor) this.write(this.needsSpace() ? " /" : "/", 0);
    this.look();
  }

  // The slash that a key put there leaves with what it opened.
  protected override close(): void {
    const isLeft = this.isAskedFor && !this.pickerTarget.hidden && this.query() === "";
    super.close();
    this.isAskedFor &&= this.query() === "";
    if (isLeft) this.write("", 1);
  }

  protected override typed(): void {
    if (!this.textTarget.value) this.forget();
    super.typed();
  }

  protected override head(query: string, shown: number, list: HTMLElement): HTMLElement {
    const told = list.querySelector<HTMLElement>("[data-count]");
    told?.remove();
    const count = Number(told?.dataset["count"] ?? shown);
    const more = count > shown ? t(", the first {shown} are shown", { shown }) : "";
    const language = told?.dataset["language"];
    const why = language ? t(", {language} first because the person wrote in {language}", { language }) : "";
    return matches("/", query, count, more + why);
  }

  // What may be used depends on who will read it.
  protected override asked(query: string): Record<string, string> {
    return { q: query, mode: (this.element as HTMLElement).dataset["mode"] ?? "" };
  }

  protected override marked(option: HTMLElement | undefined): void {
    this.pickerTarget.querySelector(".preview")?.replaceChildren(...preview(option && new Offer(option)));
  }

  protected override moreKeys(): Record<string, () => void> {
    return this.canSpeakNext() ? { ArrowRight: () => this.speakNext() } : {};
  }

  protected override clicked(event: Event): void {
    const language = (event.target as Element).closest<HTMLElement>("[data-speak]")?.dataset["speak"];
    const shown = this.option();
    if (language && shown) {
      new Offer(shown).speak(language);
      this.marked(shown);
    }
    super.clicked(event);
  }

  protected override choose(option: HTMLElement | undefined): void {
    if (!option || this.query() === null) return;
    const offer = new Offer(option);
    if (!offer.isSayable) return toast(offer.objection);
    if (offer.missing.length) this.askFor(offer);
    else this.insert(offer, offer.text);
  }

  private canSpeakNext(): boolean {
    const option = this.option();
    const isAtEnd = this.textTarget.selectionStart === this.textTarget.value.length;
    return isAtEnd && option !== undefined && new Offer(option).languages.length > 1;
  }

  private speakNext(): void {
    const option = this.option();
    if (option && new Offer(option).speakNext()) this.marked(option);
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

  private needsSpace(): boolean {
    return /\S$/.test(this.textTarget.value.slice(0, this.textTarget.selectionStart));
  }
}
