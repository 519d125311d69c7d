// How does the log of a broadcast flow, and hold still while somebody reads?
import { Controller } from "@hotwired/stimulus";
import { fetchPage } from "../live/fetching";
import { hear, type Line, type Stream, tell } from "../live/news";
import { morph, parsed } from "../page/morphing";
import { secondTime } from "../page/time";
import { figure, t } from "../page/words";

const MOST_LINES = 300;
const LINES_AT_ONCE = 100;
const NEAR_THE_END_PIXELS = 48;
const POINTER_RESTS_MILLISECONDS = 3000;
const LOOK_MILLISECONDS = 250;
const SPEAK_MILLISECONDS = 60_000;
// Beside the log, or above it where there is room for one pane.
const SUMMED = ["live-summary", "live-brief", "live-brief-line"];

type Moment = Pick<Line, "at" | "name">;

export default class StreamController extends Controller<HTMLElement> {
  static override targets = ["log", "scroll", "pill", "spoken", "empty"];
  static override values = { post: Number, filter: String, newest: Boolean };
  declare readonly logTarget: HTMLElement;
  declare readonly scrollTarget: HTMLElement;
  declare readonly pillTarget: HTMLElement;
  declare readonly spokenTarget: HTMLElement;
  declare readonly emptyTargets: HTMLElement[];
  declare readonly postValue: number;
  declare readonly filterValue: string;
  declare readonly newestValue: boolean;

  private readonly waiting = new Map<number, Line>();
  private stopListening: (() => void)[] = [];
  private timers: number[] = [];
  private frame = 0;
  private unseen = 0;
  private isReading = false;
  private pointerMovedAt = 0;

  override connect(): void {
    this.stopListening = [
      hear("live:stream", (news) => this.take(news)),
      hear("live:on-air", () => void this.redrawHead()),
      this.on(this.scrollTarget, "scroll", () => this.notice()),
      this.on(this.scrollTarget, "pointermove", () => (this.pointerMovedAt = Date.now())),
    ];
    document.addEventListener("turbo:frame-load", this.leadBack);
    this.timers = [
      window.setInterval(() => this.flow(), LOOK_MILLISECONDS),
      window.setInterval(() => this.sumUp(), SPEAK_MILLISECONDS),
    ];
    for (const line of this.lines()) dress(line);
    if (this.newestValue) this.toEnd();
  }

  override disconnect(): void {
    for (const timer of this.timers) window.clearInterval(timer);
    window.cancelAnimationFrame(this.frame);
    document.removeEventListener("turbo:frame-load", this.leadBack);
    for (const stop of this.stopListening) stop();
  }

  next(): void {
    this.step(1);
  }

  previous(): void {
    this.step(-1);
  }

  open(): void {
    link(this.current() ?? this.lines()[this.lines().length - 1])?.click();
  }

  back(): void {
    link(this.selected() ?? this.lines()[this.lines().length - 1])?.focus();
  }

  showNew(): void {
    if (this.logTarget.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
    this.isReading = false;
    this.pointerMovedAt = 0;
    this.flow();
  }

  private take(news: Stream): void {
    if (news.post !== this.postValue) return;
    for (const line of news.lines) this.takeLine(line);
    if (news.figures) this.element.querySelector("#live-figures")?.replaceChildren(...fragment(news.figures));
    this.bound();
    this.showPill();
  }

  private takeLine(line: Line): void {
    const shown = document.getElementById(`line-${line.id}`);
    if (shown) return change(shown, line);
    if (!this.newestValue || !this.fits(line)) return;
    if (!this.waiting.has(line.id)) this.unseen += 1;
    this.waiting.set(line.id, line);
  }

  private fits(line: Line): boolean {
    if (this.filterValue === "questions") return line.question;
    return this.filterValue === "unanswered" ? line.waiting : true;
  }

  // Somebody may read for an hour: only what would be shown afterwards is kept.
  private bound(): void {
    if (this.waiting.size <= MOST_LINES) return;
    const kept = [...this.waiting.values()].sort(inOrder).slice(-MOST_LINES);
    this.waiting.clear();
    for (const line of kept) this.waiting.set(line.id, line);
  }

  // A few times a second: every drawing paints the log anew, and keys wait for paint.
  private flow(): void {
    this.showPill();
    if (!this.waiting.size || this.frame || this.isHeld()) return;
    this.frame = window.requestAnimationFrame(() => {
      this.frame = 0;
      this.draw([...this.waiting.values()].sort(inOrder).slice(0, LINES_AT_ONCE));
    });
  }

  private draw(lines: Line[]): void {
    for (const line of lines) {
      this.waiting.delete(line.id);
      this.insert(line);
    }
    while (this.logTarget.childElementCount > MOST_LINES) this.logTarget.firstElementChild?.remove();
    for (const empty of this.emptyTargets) empty.remove();
    if (!this.waiting.size) this.unseen = 0;
    this.toEnd();
  }

  // A platform hands out its newest page first, so older lines may come later.
  private insert(line: Line): void {
    const fresh = parsed(line.html);
    if (!fresh) return;
    dress(fresh);
    let after = this.logTarget.lastElementChild as HTMLElement | null;
    while (after && isLater(after, line)) after = after.previousElementSibling as HTMLElement | null;
    if (after) after.after(fresh);
    else this.logTarget.prepend(fresh);
  }

  // It began or ended: the head says since when, and until when.
  private async redrawHead(): Promise<void> {
    await this.redraw("live-head", ...SUMMED);
    tell("live:applied", null);
  }

  private async redraw(...ids: string[]): Promise<void> {
    const page = await fetchPage().catch(() => null);
    for (const id of ids) {
      const [fresh, shown] = [page?.getElementById(id), document.getElementById(id)];
      if (fresh && shown) morph(shown, fresh.outerHTML);
    }
  }

  private isHeld(): boolean {
    const pointerIsHere = Date.now() - this.pointerMovedAt < POINTER_RESTS_MILLISECONDS;
    return this.isReading || pointerIsHere || this.logTarget.contains(document.activeElement);
  }

  private notice(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.scrollTarget;
    this.isReading = scrollHeight - scrollTop - clientHeight > NEAR_THE_END_PIXELS;
  }

  private showPill(): void {
    const words = t("{count} new", { count: figure(this.unseen) });
    this.pillTarget.hidden = !this.unseen || !this.isHeld();
    const label = this.pillTarget.querySelector("[data-words]") ?? this.pillTarget;
    if (label.textContent !== words) label.textContent = words;
  }

  // What it comes to is asked for as seldom as its figures are said.
  private sumUp(): void {
    this.speak();
    if (document.visibilityState === "visible") void this.redraw("live-head", ...SUMMED);
  }

  private speak(): void {
    const words = this.element.querySelector("#live-figures")?.textContent.trim() ?? "";
    if (this.spokenTarget.textContent !== words) this.spokenTarget.textContent = words;
  }

  private toEnd(): void {
    this.scrollTarget.scrollTop = this.scrollTarget.scrollHeight;
    this.isReading = false;
  }

  private step(by: 1 | -1): void {
    const lines = this.lines();
    const at = lines.indexOf(this.current() as HTMLElement);
    const to = at < 0 ? lines.length - 1 : Math.min(lines.length - 1, Math.max(0, at + by));
    link(lines[to])?.focus();
  }

  private current(): HTMLElement | undefined {
    const focused = document.activeElement?.closest<HTMLElement>("[data-line]");
    return focused && this.logTarget.contains(focused) ? focused : this.selected();
  }

  private selected(): HTMLElement | undefined {
    return this.logTarget.querySelector<HTMLElement>(":scope > .is-selected") ?? undefined;
  }

  private lines(): HTMLElement[] {
    return [...this.logTarget.children] as HTMLElement[];
  }

  // The fragment leads back to the desk; here back means back to the broadcast.
  private readonly leadBack = (): void => {
    document.querySelector("#conversation .back")?.setAttribute("href", location.pathname + location.search);
  };

  private on(target: EventTarget, name: string, act: () => void): () => void {
    target.addEventListener(name, act, { passive: true });
    return () => target.removeEventListener(name, act);
  }
}

function change(shown: HTMLElement, line: Line): void {
  if (line.version <= Number(shown.dataset["version"])) return;
  const isSelected = shown.classList.contains("is-selected");
  morph(shown, line.html);
  const changed = document.getElementById(`line-${line.id}`);
  if (!changed) return;
  changed.classList.toggle("is-selected", isSelected);
  dress(changed);
}

function dress(line: HTMLElement): void {
  for (const time of line.querySelectorAll<HTMLTimeElement>("time[data-second]")) {
    time.textContent = secondTime(new Date(time.dateTime));
  }
}

function fragment(html: string): ChildNode[] {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.childNodes];
}

function isLater(shown: HTMLElement, line: Line): boolean {
  return inOrder({ at: Number(shown.dataset["at"]), name: shown.dataset["name"] ?? "" }, line) > 0;
}

// Within a second the platform's ids rise (inbox/live_log.py).
function inOrder(one: Moment, other: Moment): number {
  return one.at - other.at || one.name.length - other.name.length || (one.name < other.name ? -1 : 1);
}

function link(line: HTMLElement | undefined): HTMLAnchorElement | null {
  return line?.querySelector("a") ?? null;
}
