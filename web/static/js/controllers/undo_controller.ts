// May the person still take back what they just sent?
import { Controller } from "@hotwired/stimulus";
import { hear, tell } from "../live/news";
import { openConversation } from "../live/watching";
import { me } from "../page/person";
import { now } from "../page/time";
import { toast } from "../page/toast";
import { t } from "../page/words";

const TICK_MILLISECONDS = 200;

export default class UndoController extends Controller<HTMLElement> {
  static override targets = ["words", "seconds", "bar"];
  declare readonly secondsTarget: HTMLElement;
  declare readonly wordsTarget: HTMLElement;
  declare readonly barTarget: HTMLProgressElement;

  private ticking = 0;
  private stopListening = (): void => {};

  override connect(): void {
    this.ticking = window.setInterval(() => this.look(), TICK_MILLISECONDS);
    this.stopListening = hear("live:applied", () => this.look());
    this.look();
  }

  override disconnect(): void {
    window.clearInterval(this.ticking);
    this.stopListening();
  }

  async undo(): Promise<void> {
    const held = this.held();
    const answer = await this.post(held, "retraction");
    const conversation = Number(openConversation()?.dataset["conversation"]);
    if (answer) document.dispatchEvent(new CustomEvent("composer:return", { detail: { conversation, ...answer } }));
    if (answer) this.settle(held);
  }

  async sendNow(): Promise<void> {
    const held = this.held();
    if (await this.post(held, "dispatch")) this.settle(held);
  }

  // The server holds the message; this only shows until when.
  private look(): void {
    const held = this.held();
    const left = held ? Date.parse(held.dataset["heldUntil"] ?? "") - now() : 0;
    this.leave(left <= 0);
    this.element.dataset["doneAt"] = held?.dataset["heldSince"] ?? "";
    const seconds = `${Math.ceil(left / 1000)} s`;
    if (left > 0 && this.secondsTarget.textContent !== seconds) this.secondsTarget.textContent = seconds;
    this.drain(Math.max(left, 0));
    if (held) this.wordsTarget.textContent = held.dataset["sending"] ?? t("Sending");
  }

  // Whoever pressed a button here is not left with nothing under their keys.
  private leave(isOver: boolean): void {
    const hadFocus = isOver && this.element.contains(document.activeElement);
    this.element.hidden = isOver;
    if (hadFocus) document.querySelector<HTMLElement>("#conversation h2")?.focus({ preventScroll: true });
  }

  // Full is what was left when it was first seen.
  private drain(left: number): void {
    this.barTarget.max = left ? Math.max(left, this.barTarget.max) : 1;
    this.barTarget.value = left;
  }

  private held(): HTMLElement | undefined {
    const mine = [...document.querySelectorAll<HTMLElement>("[data-held-until][data-delivery]")].filter(
      (message) => message.dataset["author"] === me(),
    );
    return mine[mine.length - 1];
  }

  private async post(held: HTMLElement | undefined, what: string): Promise<object | null> {
    if (!held) return null;
    try {
      return await this.answer(`/deliveries/${held.dataset["delivery"]}/${what}`);
    } catch (failure) {
      console.info("The desk does not answer.", failure);
      toast(t("The desk does not answer. Try again while the time lasts."));
      return null;
    }
  }

  private async answer(url: string): Promise<object | null> {
    const response = await fetch(url, { method: "POST", headers: { Accept: "application/json" } });
    const body = (await response.json()) as { detail?: string };
    if (!response.ok) toast(body.detail ?? t("That came too late."));
    return response.ok ? body : null;
  }

  private settle(held: HTMLElement | undefined): void {
    held?.removeAttribute("data-held-until");
    this.look();
    tell("live:applied", null);
  }
}
