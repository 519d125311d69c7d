// What does an option of the picker offer, and in which language now?
import { t } from "./words";

export interface Missing {
  name: string;
  words: string;
}

export class Offer {
  constructor(readonly option: HTMLElement) {}

  get id(): string {
    return this.option.dataset["response"] ?? "";
  }

  get title(): string {
    return this.option.querySelector("strong")?.textContent ?? "";
  }

  // Without an approved version it is shown, and cannot be sent.
  get isSayable(): boolean {
    return this.languages.length > 0;
  }

  // Why it is not for this answer, or not offered any more; null where nothing is said against it.
  get whyNot(): string | null {
    return this.option.dataset["whyNot"] ?? null;
  }

  get objection(): string {
    if (this.whyNot) return t("It cannot be used here: {why}.", { why: this.whyNot });
    return t("Nobody has approved these words yet, so they cannot be sent.");
  }

  get languages(): string[] {
    return this.versions.map((version) => version.dataset["version"] ?? "");
  }

  get language(): string {
    return this.shown?.dataset["version"] ?? "";
  }

  get text(): string {
    return this.shown?.dataset["text"] ?? "";
  }

  get missing(): Missing[] {
    return [...(this.shown?.querySelectorAll<HTMLElement>("[data-missing]") ?? [])].map((one) => ({
      name: one.dataset["missing"] ?? "",
      words: one.dataset["words"] ?? "",
    }));
  }

  // What its picture shows; null without one.
  get picture(): string | null {
    return this.option.dataset["picture"] ?? null;
  }

  get waiting(): string[] {
    return [...this.option.querySelectorAll<HTMLElement>("[data-waiting]")].map((one) => one.dataset["waiting"] ?? "");
  }

  get isOverdue(): boolean {
    return this.option.querySelector("[data-overdue]") !== null;
  }

  speak(language: string): void {
    this.option.dataset["language"] = language;
    const shown = this.option.querySelector("[data-shown-language]");
    if (shown) shown.textContent = language.toUpperCase();
  }

  speakNext(): boolean {
    const all = this.languages;
    if (all.length < 2) return false;
    this.speak(all[(all.indexOf(this.language) + 1) % all.length] ?? "");
    return true;
  }

  private get versions(): HTMLElement[] {
    return [...this.option.querySelectorAll<HTMLElement>("[data-version]")];
  }

  private get shown(): HTMLElement | undefined {
    const wanted = this.option.dataset["language"];
    return this.versions.find((version) => version.dataset["version"] === wanted) ?? this.versions[0];
  }
}
