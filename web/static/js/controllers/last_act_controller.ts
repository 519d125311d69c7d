// For how long is what a person just did drawn, and for how long may Z take it back?
import { Controller } from "@hotwired/stimulus";
import { hear } from "../live/news";
import { now } from "../page/time";

const LOOK_MILLISECONDS = 500;
const DRAWN_MILLISECONDS = 8_000;
const UNDOABLE_MILLISECONDS = 10 * 60_000;

export default class LastActController extends Controller<HTMLElement> {
  private looking = 0;
  private stopListening = (): void => {};
  // What is resolved once a reply is out, which no answer to this page will tell.
  private readonly awaited = new Set<number>();
  private readonly sending = (event: Event): void => {
    const { conversation, resolves } = (event as CustomEvent<{ conversation: number; resolves: boolean }>).detail;
    if (resolves) this.awaited.add(conversation);
  };

  override connect(): void {
    document.addEventListener("composer:sending", this.sending);
    this.stopListening = hear("live:rows", ({ rows }) => {
      if (rows.filter((row) => row.resolved && this.awaited.delete(row.id)).length) void this.ask();
    });
    this.looking = window.setInterval(() => this.look(), LOOK_MILLISECONDS);
    this.look();
  }

  override disconnect(): void {
    window.clearInterval(this.looking);
    document.removeEventListener("composer:sending", this.sending);
    this.stopListening();
  }

  private async ask(): Promise<void> {
    const answer = await fetch("/acts/last").catch(() => null);
    if (answer?.ok) this.element.innerHTML = await answer.text();
    this.look();
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
