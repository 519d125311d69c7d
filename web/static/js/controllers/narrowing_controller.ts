// Which of many boxes fit what somebody typed? What is ticked stays in sight.
import { Controller } from "@hotwired/stimulus";
import { fit } from "../page/matching";

export default class NarrowingController extends Controller<HTMLElement> {
  static override targets = ["words", "choice", "none"];
  declare readonly wordsTarget: HTMLInputElement;
  declare readonly choiceTargets: HTMLElement[];
  declare readonly noneTarget: HTMLElement;

  narrow(): void {
    const typed = this.wordsTarget.value;
    for (const choice of this.choiceTargets) choice.hidden = !isTicked(choice) && !fit(choice.textContent, typed);
    this.noneTarget.hidden = !typed.trim() || this.fitting().length > 0;
  }

  // Enter would send the form with only half of what was meant.
  take(event: KeyboardEvent): void {
    if (event.isComposing || !this.wordsTarget.value.trim()) return;
    event.preventDefault();
    const box = boxOf(this.best());
    if (!box) return;
    box.checked = true;
    this.wordsTarget.value = "";
    this.narrow();
  }

  private best(): HTMLElement | undefined {
    const typed = this.wordsTarget.value;
    const open = this.fitting().filter((one) => !isTicked(one));
    return open.sort((one, other) => fit(other.textContent, typed) - fit(one.textContent, typed))[0];
  }

  private fitting(): HTMLElement[] {
    return this.choiceTargets.filter((one) => fit(one.textContent, this.wordsTarget.value));
  }
}

function isTicked(choice: HTMLElement): boolean {
  return boxOf(choice)?.checked ?? false;
}

function boxOf(choice: HTMLElement | undefined): HTMLInputElement | null {
  return choice?.querySelector("input") ?? null;
}
