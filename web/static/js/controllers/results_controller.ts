// Which of the things that were found is next?
import { Controller } from "@hotwired/stimulus";

export default class ResultsController extends Controller<HTMLElement> {
  static override targets = ["link"];
  declare readonly linkTargets: HTMLAnchorElement[];

  next(): void {
    this.step(1);
  }

  previous(): void {
    this.step(-1);
  }

  open(): void {
    (this.linkTargets[this.at()] ?? this.linkTargets[0])?.click();
  }

  private step(by: 1 | -1): void {
    const at = this.at();
    const to = at < 0 ? 0 : Math.min(this.linkTargets.length - 1, Math.max(0, at + by));
    this.linkTargets[to]?.focus();
  }

  private at(): number {
    return this.linkTargets.findIndex((link) => link === document.activeElement);
  }
}
