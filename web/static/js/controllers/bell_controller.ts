// How many notifications are unread, and who is told of a new one?
import { Controller } from "@hotwired/stimulus";
import { hear, type Standing, tell } from "../live/news";
import { showOutside } from "../page/outside";
import { figure, t } from "../page/words";

export default class BellController extends Controller<HTMLElement> {
  static override targets = ["count"];
  static override values = { newest: Number, words: String };
  declare readonly countTarget: HTMLElement;
  declare newestValue: number;
  declare wordsValue: string;

  private known = 0;
  private stopListening = (): void => {};

  override connect(): void {
    this.known = this.newestValue;
    this.stopListening = hear("live:notifications", (news) => this.take(news));
  }

  override disconnect(): void {
    this.stopListening();
  }

  private take({ unread, newest, kind, words }: Standing): void {
    this.newestValue = newest;
    this.wordsValue = words;
    this.countTarget.textContent = figure(unread);
    this.countTarget.hidden = unread === 0;
    this.element.setAttribute("aria-label", t("Notifications, {unread} unread", { unread: figure(unread) }));
    if (newest <= this.known) return;
    this.known = newest;
    tell("live:notified", { words, kind });
    if (document.body.dataset["showsOutside"]) showOutside(newest, words);
  }
}
