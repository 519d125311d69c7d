// How does the list of notifications stay as it is on the server?
import { Controller } from "@hotwired/stimulus";
import { fetchPage } from "../live/fetching";
import { hear, type Standing, tell } from "../live/news";
import { morph } from "../page/morphing";

export default class NoticesController extends Controller<HTMLElement> {
  private known = "";
  private stopListening = (): void => {};

  override connect(): void {
    this.stopListening = hear("live:notifications", (news) => void this.refresh(news));
  }

  override disconnect(): void {
    this.stopListening();
  }

  private async refresh({ unread, newest }: Standing): Promise<void> {
    const standing = `${unread} ${newest}`;
    if (standing === this.known) return;
    this.known = standing;
    const fresh = (await fetchPage())?.getElementById(this.element.id);
    if (!fresh) return;
    morph(this.element, fresh.outerHTML);
    tell("live:applied", null);
  }
}
