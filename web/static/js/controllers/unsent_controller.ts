// Do words still go that could not be given to the desk? Only their author can say.
import { Controller } from "@hotwired/stimulus";
import { hear } from "../live/news";
import { forgetUnsent, unsent } from "../page/unsent";
import { t } from "../page/words";

export default class UnsentController extends Controller<HTMLElement> {
  static override targets = ["words", "send"];
  static override values = { conversation: Number };
  declare readonly wordsTarget: HTMLElement;
  declare readonly sendTarget: HTMLButtonElement;
  declare readonly conversationValue: number;

  private isUp = true;
  private stopListening = (): void => {};
  private readonly told = (): void => this.fail();
  private readonly back = (): void => this.show(true);

  override connect(): void {
    document.addEventListener("unsent:told", this.told);
    window.addEventListener("online", this.back);
    this.stopListening = hear("live:connection", ({ isUp }) => this.show(isUp));
    this.show(navigator.onLine);
  }

  override disconnect(): void {
    document.removeEventListener("unsent:told", this.told);
    window.removeEventListener("online", this.back);
    this.stopListening();
  }

  send(): void {
    document.querySelector<HTMLButtonElement>("[data-composer-target=send]")?.click();
  }

  keep(): void {
    forgetUnsent(this.conversationValue);
    document.getElementById("reply")?.focus();
  }

  // It was just tried, so the desk is away whatever the socket says.
  private fail(): void {
    this.show(false);
  }

  private show(isUp: boolean): void {
    this.isUp = isUp;
    this.element.hidden = !unsent(this.conversationValue);
    const words = this.isUp
      ? t("This was not sent while the desk was away. Does it still fit?")
      : t("Not sent: the desk does not answer. Your words are kept here, and nothing goes out by itself.");
    if (this.wordsTarget.textContent !== words) this.wordsTarget.textContent = words;
    this.sendTarget.textContent = this.isUp ? t("Send it now") : t("Try again");
  }
}
