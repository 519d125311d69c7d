// How many messages came below what somebody is reading?
import { Controller } from "@hotwired/stimulus";
import { isAtEnd, threadScroll } from "../live/applying";
import { hear } from "../live/news";
import { figure, t } from "../page/words";

export default class AppendedController extends Controller<HTMLButtonElement> {
  private count = 0;
  private stopListening = (): void => {};
  private readonly scrolled = (): void => {
    const scroll = threadScroll();
    if (this.count && scroll && isAtEnd(scroll)) this.show(0);
  };

  override connect(): void {
    this.stopListening = hear("live:appended", ({ count }) => this.show(this.count + count));
    threadScroll()?.addEventListener("scroll", this.scrolled, { passive: true });
  }

  override disconnect(): void {
    this.stopListening();
    threadScroll()?.removeEventListener("scroll", this.scrolled);
  }

  toEnd(): void {
    const scroll = threadScroll();
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
    // Whoever pressed it is not left with nothing under their keys.
    scroll?.focus({ preventScroll: true });
    this.show(0);
  }

  private show(count: number): void {
    this.count = count;
    this.element.hidden = count === 0;
    const words = this.element.querySelector("[data-words]");
    if (count && words) words.textContent = t("{count} new", { count: figure(count) });
  }
}
