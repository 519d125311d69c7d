// How old is everything on this page, and who is "you"?
import { Controller } from "@hotwired/stimulus";
import { hear } from "../live/news";
import { me } from "../page/person";
import { showDue, showPassed } from "../page/due";
import { age, clockTime, now, running, setServerTime, span } from "../page/time";
import { t } from "../page/words";

const TICK_MILLISECONDS = 1000;

export default class ClockController extends Controller<HTMLElement> {
  private ticking = 0;
  private stopListening = (): void => {};
  private readonly drawn = (): void => this.mark();
  // Before it is seen: a moment that grows shorter afterwards would move what stands below it.
  private readonly arriving = (event: Event): void => {
    this.mark((event as CustomEvent<{ newFrame: HTMLElement }>).detail.newFrame);
  };

  override connect(): void {
    const stamp = document.querySelector<HTMLMetaElement>("meta[name=hearback-now]");
    if (stamp) setServerTime(stamp.content);
    this.mark();
    this.ticking = window.setInterval(() => this.tick(), TICK_MILLISECONDS);
    this.stopListening = hear("live:applied", this.drawn);
    document.addEventListener("turbo:before-frame-render", this.arriving);
    document.addEventListener("turbo:frame-render", this.drawn);
  }

  override disconnect(): void {
    window.clearInterval(this.ticking);
    this.stopListening();
    document.removeEventListener("turbo:before-frame-render", this.arriving);
    document.removeEventListener("turbo:frame-render", this.drawn);
  }

  private mark(within: HTMLElement = this.element): void {
    this.tick(within);
    for (const person of within.querySelectorAll<HTMLElement>(`[data-person="${me()}"]`)) {
      write(person, person.dataset["you"] ?? "you");
    }
    for (const mention of within.querySelectorAll<HTMLElement>(`[data-mentions~="${me()}"]`)) {
      mention.classList.add("is-me");
    }
    // What only some may do is out of the way for the others; the server refuses them anyway.
    for (const act of within.querySelectorAll<HTMLElement>("[data-for]")) {
      act.hidden = !(act.dataset["for"] ?? "").split(" ").includes(me());
    }
  }

  private tick(within: HTMLElement = this.element): void {
    for (const promise of within.querySelectorAll<HTMLElement>("[data-due]")) showDue(promise);
    for (const bar of within.querySelectorAll<SVGElement>("svg[data-began]")) showPassed(bar);
    for (const time of within.querySelectorAll<HTMLTimeElement>("time[datetime]")) {
      const moment = new Date(time.dateTime);
      const words = Number.isNaN(moment.getTime()) ? null : wording(time, moment);
      if (words !== null) write(time, words);
    }
  }
}

function wording(time: HTMLTimeElement, moment: Date): string | null {
  const passed = now() - moment.getTime();
  if ("age" in time.dataset) return age(passed);
  if ("span" in time.dataset) return passed < 60_000 ? t("now") : span(Math.floor(passed / 60_000));
  if ("left" in time.dataset) return span(Math.max(0, Math.floor(-passed / 60_000)));
  if ("since" in time.dataset) return running(passed);
  if ("clock" in time.dataset) return clockTime(moment, new Date());
  return null;
}

function write(element: HTMLElement, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}
