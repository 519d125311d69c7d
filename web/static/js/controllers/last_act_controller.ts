// For how long is what a person just did drawn, and for how long may Z take it back?
import { Controller } from "@hotwired/stimulus";
import { now } from "../page/time";

const LOOK_MILLISECONDS = 500;
const DRAWN_MILLISECONDS = 8_000;
const UNDOABLE_MILLISECONDS = 10 * 60_000;

export default class LastActController extends Controller<HTMLElement> {
  private looking = 0;

  override connect(): void {
    this.looking = window.setInterval(() => this.look(), LOOK_MILLISECONDS);
    this.look();
  }

  override disconnect(): void {
    window.clearInterval(this.looking);
  }

  // Out of sight it stays a button, so that its key goes on pressing it.
  private look(): void {
    const form = this.element.querySelector<HTMLElement>("[data-done-at]");
    if (!form) return;
    const age = now() - Date.parse(form.dataset["doneAt"] ?? "");
    const isInUse = form.matches(":hover") || form.contains(document.activeElement);
    form.classList.toggle("vh", age > DRAWN_MILLISECONDS && !isInUse);
    if (age > UNDOABLE_MILLISECONDS) form.remove();
  }
}
