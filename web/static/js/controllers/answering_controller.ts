// Whom would a reply answer while no comment of a broadcast is open?
// What arrives never takes the place of whoever is named: one is named until they are answered,
// or until somebody goes to another line.
import { Controller } from "@hotwired/stimulus";
import { fetchPage } from "../live/fetching";
import { hear, type Line, type Stream } from "../live/news";
import { openConversation } from "../live/watching";
import { morph } from "../page/morphing";
import { Press } from "../page/pressing";
import { press } from "../page/shortcuts";

const LINE = "#stream > [data-line]";

export default class AnsweringController extends Controller<HTMLElement> {
  static override targets = ["link", "name", "words", "nobody"];
  declare readonly linkTarget: HTMLAnchorElement;
  declare readonly nameTarget: HTMLElement;
  declare readonly wordsTarget: HTMLElement;
  declare readonly nobodyTarget: HTMLElement;
  declare readonly hasLinkTarget: boolean;

  private isChosen = false;
  private isWaiting = true;
  private isAsking = false;
  private press!: Press;
  private stopListening = (): void => {};

  private readonly chosen = (event: FocusEvent): void => {
    const line = (event.target as Element).closest<HTMLElement>(LINE);
    if (line && this.hasLinkTarget) this.choose(line);
  };

  override connect(): void {
    this.press = new Press(this.element);
    document.addEventListener("focusin", this.chosen);
    this.stopListening = hear("live:stream", (news) => this.follow(news));
  }

  override disconnect(): void {
    this.press.stop();
    document.removeEventListener("focusin", this.chosen);
    this.stopListening();
  }

  // The composer comes with the conversation, and whoever asked for it goes on writing there.
  begin(): void {
    const meant = conversationOf(this.linkTarget);
    const came = (): void => {
      if (openConversation()?.dataset["conversation"] === meant) toReply();
    };
    // Behind the desk, which shows the pane, and before keys pressed meanwhile are heard (arriving.ts).
    document.documentElement.addEventListener("turbo:frame-load", came, { once: true });
  }

  private choose(line: HTMLElement): void {
    this.isChosen = true;
    this.isWaiting = line.dataset["waiting"] !== undefined;
    this.linkTarget.href = `/desk/open/${line.dataset["conversation"] ?? ""}?answers=${line.dataset["line"] ?? ""}`;
    this.linkTarget.dataset["line"] = line.dataset["line"] ?? "";
    copyInto(this.nameTarget, line.querySelector(".lc-main b > bdi"));
    copyInto(this.wordsTarget, line.querySelector(".lc-main > [dir=auto]"));
    this.linkTarget.hidden = false;
    this.nobodyTarget.hidden = true;
  }

  private follow(news: Stream): void {
    const ours = news.lines.find((line) => String(line.id) === this.named());
    if (ours && this.isSettledBy(ours)) return void this.ask();
    if (!this.isChosen && news.lines.some((line) => this.comesBefore(line))) void this.ask();
  }

  // Whoever was chosen stays, until what they waited for has come.
  private isSettledBy(line: Line): boolean {
    return !this.isChosen || (this.isWaiting && !line.waiting);
  }

  // Whoever is at risk comes before all; anybody before nobody.
  private comesBefore(line: Line): boolean {
    return line.waiting && (!this.named() || line.html.includes("lc-risk"));
  }

  private named(): string {
    return this.hasLinkTarget && !this.linkTarget.hidden ? (this.linkTarget.dataset["line"] ?? "") : "";
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    const before = this.named();
    const page = await fetchPage().catch(() => null);
    this.isAsking = false;
    const fresh = page?.getElementById(this.element.id);
    if (fresh) this.press.after(() => this.draw(fresh, before));
  }

  // Whom somebody chose meanwhile stays.
  private draw(fresh: Element, before: string): void {
    if (!this.element.isConnected || this.named() !== before) return;
    this.isChosen = false;
    morph(this.element, fresh.outerHTML);
  }
}

function conversationOf(link: HTMLAnchorElement): string {
  return /\/(\d+)$/.exec(link.pathname)?.[1] ?? "";
}

function toReply(): void {
  const composer = document.getElementById("conversation-composer");
  const reply = composer?.querySelector<HTMLElement>("[aria-keyshortcuts~='R']") ?? document.getElementById("reply");
  if (reply) press(reply);
}

function copyInto(place: HTMLElement, from: Element | null): void {
  place.replaceChildren(...[...(from?.cloneNode(true).childNodes ?? [])]);
}
