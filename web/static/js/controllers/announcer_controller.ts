// What is said aloud to somebody who does not look at the list?
import { Controller } from "@hotwired/stimulus";
import { hear, type Row } from "../live/news";
import { t } from "../page/words";

const SAY_EVERY_MILLISECONDS = 10_000;

export default class AnnouncerController extends Controller<HTMLElement> {
  static override targets = ["polite", "urgent"];
  declare readonly politeTarget: HTMLElement;
  declare readonly urgentTarget: HTMLElement;

  private readonly known = new Set<number>();
  private readonly heard = new Set<number>();
  private readonly alarmed = new Set<number>();
  private notices: string[] = [];
  private stopListening: (() => void)[] = [];
  private saying = 0;

  override connect(): void {
    this.stopListening = [
      hear("live:rows", ({ rows }) => rows.forEach((news) => this.hear(news))),
      hear("live:notified", ({ words }) => this.note(words)),
    ];
  }

  override disconnect(): void {
    window.clearTimeout(this.saying);
    for (const stop of this.stopListening) stop();
  }

  private hear(news: Row): void {
    const view = document.getElementById("rows")?.dataset["view"] ?? "";
    const isShown = document.getElementById(`row-${news.id}`) !== null;
    if (!news.belongs.includes(view) || isShown || news.quiet) return;
    // Told of one a moment ago, we may hear only now that somebody is at risk in it.
    if (news.urgent && !this.alarmed.has(news.id)) this.alarm(news.id);
    if (this.known.has(news.id)) return;
    this.known.add(news.id);
    this.heard.add(news.id);
    this.speakSoon();
  }

  private note(words: string): void {
    this.notices.push(words);
    this.speakSoon();
  }

  private speakSoon(): void {
    this.saying ||= window.setTimeout(() => this.speak(), SAY_EVERY_MILLISECONDS);
  }

  private alarm(id: number): void {
    this.alarmed.add(id);
    this.urgentTarget.textContent = t("An urgent conversation arrived.");
  }

  private speak(): void {
    const urgent = [...this.heard].filter((id) => this.alarmed.has(id)).length;
    const count = this.heard.size;
    const arrived = count ? [urgent ? t("{count} new, {urgent} urgent", { count, urgent }) : t("{count} new", { count })] : [];
    this.politeTarget.textContent = [...arrived, ...this.notices].join(". ");
    this.heard.clear();
    this.notices = [];
    this.saying = 0;
  }
}
