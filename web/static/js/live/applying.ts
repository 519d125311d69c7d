// How do news about the open conversation and the counts reach the page?
import { StreamActions, type StreamElement } from "@hotwired/turbo";
import { morph } from "../page/morphing";
import { entitle } from "../page/title";
import { type Counts, hear, type Pieces, tell } from "./news";
import { say } from "./socket";
import { openConversation, version } from "./watching";
import { figure } from "../page/words";

const NEAR_THE_END_PIXELS = 48;
let countedAt = 0;

export function applyNews(): void {
  hear("live:conversation", applyPieces);
  hear("live:counts", applyCounts);
  StreamActions["counts"] = tellCounts;
}

// The answer to an act brings counts as the socket does, and either may overtake the other.
function tellCounts(this: StreamElement): void {
  tell("live:counts", JSON.parse(this.templateContent.textContent) as Counts);
}

function applyPieces(news: Pieces): void {
  const open = openConversation();
  if (!open || Number(open.dataset["conversation"]) !== news.id || version(open) >= news.version) return;
  keepingTheEndInSight(() => {
    for (const [id, html] of Object.entries(news.pieces)) {
      const current = document.getElementById(id);
      if (current) morph(current, html);
    }
  });
  open.dataset["version"] = String(news.version);
  if (document.visibilityState === "visible") say("seen", { conversation: news.id });
  tell("live:applied", null);
}

// The thread follows only a person who was reading its end; others are told how many came.
function keepingTheEndInSight(change: () => void): void {
  const scroll = threadScroll();
  const wasAtEnd = scroll !== null && isAtEnd(scroll);
  const known = new Set(theirs().map((message) => message.id));
  change();
  if (scroll && wasAtEnd) scroll.scrollTop = scroll.scrollHeight;
  const count = theirs().filter((message) => !known.has(message.id)).length;
  if (count && !wasAtEnd) tell("live:appended", { count });
}

function theirs(): Element[] {
  return [...document.querySelectorAll("#conversation-thread .msg[id]:not(.msg-ours)")];
}

export function isAtEnd(scroll: HTMLElement): boolean {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_THE_END_PIXELS;
}

export function threadScroll(): HTMLElement | null {
  const thread = document.getElementById("conversation-thread");
  return thread?.closest<HTMLElement>(".scroll") ?? thread?.querySelector<HTMLElement>(".scroll") ?? null;
}

// What was pushed may overtake the answer that was counted before it.
function applyCounts({ at, by_view: counts }: Counts): void {
  if (at < countedAt) return;
  countedAt = at;
  for (const place of document.querySelectorAll<HTMLElement>("[data-view-count]")) {
    const count = counts[place.dataset["viewCount"] ?? ""];
    if (count === undefined) continue;
    place.textContent = figure(count);
    showUnlessNone(place, count);
  }
  entitle();
}

function showUnlessNone(place: HTMLElement, count: number): void {
  const whole = place.closest<HTMLElement>("[data-hides-at-zero], .view-urgent");
  if (whole?.matches("[data-hides-at-zero]")) whole.hidden = count === 0;
  else whole?.classList.toggle("is-none", count === 0);
}
