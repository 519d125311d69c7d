// What happens on this page while the socket is away?
import { Controller } from "@hotwired/stimulus";
import { catchUp } from "../live/fetching";
import { hear } from "../live/news";
import { reconnect } from "../live/socket";
import { t } from "../page/words";

const SHOW_AFTER_MILLISECONDS = 5000;
const POLL_MILLISECONDS = 15_000;

export default class ConnectionController extends Controller<HTMLElement> {
  static override targets = ["words"];
  declare readonly wordsTarget: HTMLElement;

  private stopListening = (): void => {};
  private showing = 0;
  private polling = 0;

  override connect(): void {
    this.stopListening = hear("live:connection", ({ isUp }) => (isUp ? this.up() : this.down()));
  }

  override disconnect(): void {
    this.stopListening();
    this.up();
  }

  tryNow(): void {
    reconnect();
    void this.poll();
  }

  private down(): void {
    this.showing ||= window.setTimeout(() => this.show(), SHOW_AFTER_MILLISECONDS);
  }

  private up(): void {
    window.clearTimeout(this.showing);
    window.clearInterval(this.polling);
    this.showing = 0;
    this.polling = 0;
    this.element.hidden = true;
  }

  private show(): void {
    this.element.hidden = false;
    this.polling ||= window.setInterval(() => void this.poll(), POLL_MILLISECONDS);
    void this.poll();
  }

  private async poll(): Promise<void> {
    try {
      await catchUp();
      this.wordsTarget.textContent = t("The page asks for news every 15 seconds until they are back.");
    } catch (failure) {
      console.info("The desk does not answer.", failure);
      this.wordsTarget.textContent = t("The desk does not answer. What you write is kept on this computer.");
    }
  }
}
