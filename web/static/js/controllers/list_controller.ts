// How does the list of conversations change without moving under anyone's hand?
import { Controller } from "@hotwired/stimulus";
import { morphChildren, visit } from "@hotwired/turbo";
import { fetchPage } from "../live/fetching";
import { hear, type Row, tell } from "../live/news";
import { watch } from "../live/socket";
import { version } from "../live/watching";
import { deskAddress } from "../page/desk_address";
import { someMovedByTime } from "../page/heads";
import { leave, stay } from "../page/leaving";
import { morph } from "../page/morphing";
import { me } from "../page/person";
import { Press } from "../page/pressing";
import { figure, t } from "../page/words";

const CALM_MILLISECONDS = { leaving: 2000, showing: 3000 };
const LOOK_MILLISECONDS = 250;

export default class ListController extends Controller<HTMLElement> {
  static override targets = ["rows", "pill"];
  declare readonly rowsTarget: HTMLElement;
  declare readonly hasPillTarget: boolean;
  declare readonly pillTarget: HTMLElement;

  private readonly waiting = new Map<number, Row>();
  private press!: Press;
  private stopListening: (() => void)[] = [];
  private looking = 0;
  private pointerIsHere = false;
  private calmSince = Date.now();
  private following: HTMLElement[] = [];
  private isOutOfOrder = false;

  override connect(): void {
    this.press = new Press(this.element);
    this.stopListening = [
      () => this.press.stop(),
      hear("live:rows", ({ rows, isWhole }) => this.press.after(() => this.take(rows, Boolean(isWhole)))),
      this.on("pointerenter", () => (this.pointerIsHere = true)),
      this.on("pointerleave", () => (this.pointerIsHere = false)),
    ];
    document.addEventListener("turbo:submit-start", this.beforeSubmit);
    document.addEventListener("turbo:submit-end", this.afterSubmit);
    this.looking = window.setInterval(() => this.look(), LOOK_MILLISECONDS);
    for (const row of this.rows()) this.dress(row);
  }

  override disconnect(): void {
    window.clearInterval(this.looking);
    document.removeEventListener("turbo:submit-start", this.beforeSubmit);
    document.removeEventListener("turbo:submit-end", this.afterSubmit);
    for (const stop of this.stopListening) stop();
  }

  next(): void {
    this.step(1);
  }

  previous(): void {
    this.step(-1);
  }

  // Around the end of the list, so that one key reaches each of them.
  nextUrgent(): void {
    const found = this.after(this.current()).find((row) => row.matches(".is-urgent:not(.is-leaving)"));
    if (found) this.link(found)?.focus();
    else if (!this.current()?.matches(".is-urgent")) visit("/desk/urgent");
  }

  open(): void {
    this.link(this.current() ?? this.rows()[0])?.click();
  }

  back(): void {
    this.link(this.selected() ?? this.rows()[0])?.focus();
  }

  async showNew(): Promise<void> {
    if (!this.isFirstPage()) return visit(deskAddress(this.view()));
    await this.redraw();
    this.scroll()?.scrollTo({ top: 0 });
  }

  private take(rows: Row[], isWhole: boolean): void {
    for (const news of rows) this.takeRow(news);
    if (isWhole) this.dimMissing(new Set(rows.map((news) => news.id)));
    this.showPill();
    if ((this.waiting.size || this.isOutOfOrder) && !this.rows().length) void this.redraw();
    tell("live:applied", null);
  }

  private takeRow(news: Row): void {
    const row = document.getElementById(`row-${news.id}`);
    const belongs = news.belongs.includes(this.view());
    if (row) return this.change(row, news, belongs);
    if (belongs && !news.quiet) this.waiting.set(news.id, news);
    else this.waiting.delete(news.id);
    // The muted come with the next calm moment, and nothing says so.
    if (belongs && news.quiet) this.isOutOfOrder = true;
  }

  private change(row: HTMLElement, news: Row, belongs: boolean): void {
    if (news.version < version(row)) return;
    const group = row.dataset["group"];
    if (news.version > version(row)) morph(row, news.html);
    const changed = document.getElementById(`row-${news.id}`);
    if (!changed) return;
    if (changed.dataset["group"] !== group) this.isOutOfOrder = true;
    this.dress(changed);
    if (belongs) stay(changed);
    else leave(changed, this.why(news));
  }

  private why(news: Row): string {
    if (this.view() === "urgent" && !news.urgent) return t("No longer urgent");
    const own = { mentions: t("Read"), approve: t("Decided"), returned: t("Gone on with") }[this.view()];
    if (own) return own;
    return news.claimed && news.assignee === me() ? t("Claimed by you") : news.left;
  }

  private dimMissing(present: Set<number>): void {
    for (const row of this.rows()) {
      if (!present.has(Number(row.dataset["conversation"]))) leave(row, t("No longer in this view"));
    }
  }

  // The fragment is the same for every view and person; these are not.
  private dress(row: HTMLElement): void {
    const link = this.link(row);
    if (link) link.setAttribute("href", deskAddress(this.view(), row.dataset["conversation"]));
    row.classList.toggle("is-mine", row.dataset["assignee"] === me());
    row.classList.toggle("has-draft", row.dataset["drafts"]?.split(" ").includes(me()) ?? false);
  }

  private showPill(): void {
    if (!this.hasPillTarget) return;
    const urgent = this.urgentWaiting();
    const words = urgent
      ? t("{count} urgent", { count: figure(urgent) })
      : t("{count} new", { count: figure(this.waiting.size) });
    this.pillTarget.hidden = this.waiting.size === 0;
    this.pillTarget.classList.toggle("is-urgent", urgent > 0);
    const label = this.pillTarget.querySelector("[data-words]") ?? this.pillTarget;
    if (label.textContent !== words) label.textContent = words;
  }

  private isBusy(): boolean {
    return this.pointerIsHere || this.element.contains(document.activeElement);
  }

  private look(): void {
    if (this.isBusy()) this.calmSince = Date.now();
    const calm = Date.now() - this.calmSince;
    if (calm >= CALM_MILLISECONDS.leaving) this.dropLeft();
    this.isOutOfOrder ||= someMovedByTime(this.rows());
    if (this.mayRedraw(calm) && this.isFirstPage()) void this.redraw({ unlessBusy: true });
  }

  // A person at risk comes to the top as soon as nothing is under anyone's hand.
  private mayRedraw(calm: number): boolean {
    if (calm >= LOOK_MILLISECONDS && this.urgentWaiting()) return true;
    const isAtTop = (this.scroll()?.scrollTop ?? 0) < 1;
    const isStale = this.waiting.size > 0 || this.isOutOfOrder;
    return calm >= CALM_MILLISECONDS.showing && isAtTop && isStale;
  }

  private urgentWaiting(): number {
    return [...this.waiting.values()].filter((news) => news.urgent).length;
  }

  private isFirstPage(): boolean {
    return this.element.querySelector(".pages [data-first-page]") === null;
  }

  private dropLeft(): void {
    for (const row of this.rows()) if (row.classList.contains("is-leaving")) row.remove();
  }

  // The server knows the order; the page is asked for it instead of a second
  // implementation here.
  private async redraw({ unlessBusy = false } = {}): Promise<void> {
    this.calmSince = Date.now();
    // Without an answer the pill stays, and says what still waits.
    const fresh = (await fetchPage().catch(() => null))?.getElementById("rows");
    if (!fresh || fresh.dataset["view"] !== this.view()) return;
    // Somebody may have come to the list while the answer was on its way.
    if (unlessBusy && this.isBusy()) return;
    this.press.after(() => this.draw(fresh));
  }

  private draw(fresh: HTMLElement): void {
    this.waiting.clear();
    this.isOutOfOrder = false;
    morphChildren(this.rowsTarget, fresh);
    for (const row of this.rows()) this.dress(row);
    this.showPill();
    watch();
    tell("live:applied", null);
  }

  // By the time the answer comes, the row itself may have left the list.
  private readonly beforeSubmit = (event: Event): void => {
    if ((event.target as HTMLElement).dataset["then"] === "next") this.following = this.after(this.selected());
  };

  private readonly afterSubmit = (event: Event): void => {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail;
    const form = event.target as HTMLElement;
    if (success && form.dataset["then"] === "next") this.openNext();
    const undone = document.getElementById(`row-${form.dataset["undoes"]}`);
    if (success && "doneAt" in form.dataset && !undone) void this.redraw();
  };

  // The rows below one, then those above it; all of them when it is not there.
  private after(row: HTMLElement | undefined): HTMLElement[] {
    const rows = this.rows();
    const at = rows.indexOf(row as HTMLElement);
    return [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))];
  }

  private openNext(): void {
    const link = this.link(this.following.find((row) => row.isConnected && !row.classList.contains("is-leaving")));
    const desk = this.element.closest<HTMLElement>("[data-pane]");
    if (!link || !desk) return;
    desk.dataset["staysInList"] = "true";
    link.focus();
    link.click();
    document.addEventListener("turbo:frame-load", () => delete desk.dataset["staysInList"], { once: true });
  }

  private step(by: 1 | -1): void {
    const rows = this.rows();
    const at = rows.indexOf(this.current() as HTMLElement);
    const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    this.link(rows[to])?.focus();
  }

  private current(): HTMLElement | undefined {
    return this.rows().find((row) => row.contains(document.activeElement)) ?? this.selected();
  }

  private selected(): HTMLElement | undefined {
    return this.rows().find((row) => row.classList.contains("is-selected"));
  }

  private rows(): HTMLElement[] {
    return [...this.rowsTarget.querySelectorAll<HTMLElement>(":scope > [data-conversation]")];
  }

  private link(row: HTMLElement | undefined): HTMLAnchorElement | null {
    return row?.querySelector<HTMLAnchorElement>("a.row-main, a") ?? null;
  }

  private view(): string {
    return this.rowsTarget.dataset["view"] ?? "";
  }

  private scroll(): HTMLElement | null {
    return this.rowsTarget.closest<HTMLElement>(".scroll");
  }

  private on(name: string, act: () => void): () => void {
    this.element.addEventListener(name, act);
    return () => this.element.removeEventListener(name, act);
  }
}
