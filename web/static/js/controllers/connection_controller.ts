// What happens on this page while the socket is away?
import { Controller } from "@hotwired/stimulus";
import { catchUp } from "../live/fetching";
import { hear } from "../live/news";
import { reconnect } from "../live/socket";
import { version } from "../live/watching";
import { clockTime, now } from "../page/time";
import { toast } from "../page/toast";
import { plural, t } from "../page/words";

const SHOW_AFTER_MILLISECONDS = 5000;
const POLL_MILLISECONDS = 15_000;
const SETTLED_MILLISECONDS = 500;
const TOLD_AFTER_MILLISECONDS = 1500;

interface Stood {
  versions: Map<string, number>;
  listed: number;
}

export default class ConnectionController extends Controller<HTMLElement> {
  static override targets = ["words"];
  declare readonly wordsTarget: HTMLElement;

  private stopListening = (): void => {};
  private showing = 0;
  private polling = 0;
  private stood: Stood | null = null;
  // Until when what the page shows is known to be so.
  private trueUntil = 0;

  override connect(): void {
    this.stopListening = hear("live:connection", ({ isUp }) => (isUp ? this.up() : this.down()));
  }

  override disconnect(): void {
    this.stopListening();
    this.stood = null;
    this.up();
  }

  tryNow(): void {
    reconnect();
    void this.poll();
  }

  private down(): void {
    this.stood ??= { versions: versions(), listed: listed() };
    this.trueUntil ||= now();
    this.showing ||= window.setTimeout(() => void this.show(), SHOW_AFTER_MILLISECONDS);
  }

  private up(): void {
    if (!this.element.hidden && this.stood) this.welcome(this.stood);
    this.stood = null;
    window.clearTimeout(this.showing);
    window.clearInterval(this.polling);
    this.showing = 0;
    this.polling = 0;
    this.trueUntil = 0;
    this.element.hidden = true;
    markOld(false);
  }

  // What came is told once the page has it. Of a long list it shows the first rows alone, so that
  // nothing new among these is not nothing.
  private welcome(stood: Stood): void {
    window.setTimeout(() => {
      const shown = unread().filter((row) => version(row) > (stood.versions.get(row.id) ?? -1)).length;
      const count = Math.max(waiting() + shown, listed() - stood.listed);
      const words = plural("{count} conversation has something new", "{count} conversations have something new", count);
      toast(`${t("Back online.")} ${count > 0 ? words : t("Nothing new in the rows shown.")}`);
    }, TOLD_AFTER_MILLISECONDS);
  }

  // It moves the page once: it knows what it says, or soon will.
  private async show(): Promise<void> {
    this.polling ||= window.setInterval(() => void this.poll(), POLL_MILLISECONDS);
    await Promise.race([this.poll(), pause(SETTLED_MILLISECONDS)]);
    if (this.polling) this.element.hidden = false;
  }

  private async poll(): Promise<void> {
    try {
      const asked = now();
      await catchUp();
      this.trueUntil &&= asked;
      markOld(false);
      this.wordsTarget.textContent = t("The page asks for news every 15 seconds until they are back.");
    } catch (failure) {
      console.info("The desk does not answer.", failure);
      // It came back while this was asked.
      if (!this.polling) return;
      markOld(true);
      const time = clockTime(new Date(this.trueUntil), new Date(now()));
      this.wordsTarget.textContent = t("The desk does not answer: lists and numbers are as they were at {time}. What you write is kept on this computer.", { time });
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => window.setTimeout(done, milliseconds));
}

function markOld(isOld: boolean): void {
  document.documentElement.toggleAttribute("data-old", isOld);
}

function unread(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#rows > .row.is-unread")];
}

function versions(): Map<string, number> {
  return new Map([...document.querySelectorAll<HTMLElement>("#rows > .row")].map((row) => [row.id, version(row)]));
}

// How many the whole list holds, where it is counted.
function listed(): number {
  const view = document.getElementById("rows")?.dataset["view"] ?? "";
  const count = document.querySelector(`[data-view-count="${CSS.escape(view)}"]`);
  return Number(count?.textContent.replace(/\D/g, "") ?? 0);
}

// Those that no row shows yet, so that none moves.
function waiting(): number {
  return Number(document.querySelector(".list .new-pill:not([hidden])")?.textContent.replace(/\D/g, "") ?? 0);
}
