// How does the page catch up over plain HTTP, while the socket is away?
import { deskAddress } from "../page/desk_address";
import { now } from "../page/time";
import { type Row, tell } from "./news";
import { openConversation, version } from "./watching";

const PATIENCE_MILLISECONDS = 10_000;
const PIECES = ["conversation-head", "conversation-thread", "conversation-details", "conversation-drafts"];

export async function fetchPage(): Promise<Document | null> {
  const response = await fetch(address(), { headers: { Accept: "text/html" }, redirect: "follow", signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
  if (!response.ok) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// What could not be opened has no page, but the list beside it has.
function address(): string {
  const isBroken = document.querySelector("#reading .empty[role=alert]") !== null;
  return isBroken ? deskAddress(document.getElementById("rows")?.dataset["view"] ?? "open") : location.href;
}

// It throws where there is no such page, so that nobody takes what is shown for what is.
// Rows that the fresh page no longer lists have left this view, or its first page.
export async function catchUp(): Promise<void> {
  const asked = now();
  const page = await fetchPage();
  if (!page) throw new Error("The desk answered with no page.");
  const list = page.getElementById("rows");
  const view = list?.dataset["view"] ?? "";
  const rows = [...(list?.querySelectorAll<HTMLElement>(":scope > [data-conversation]") ?? [])];
  tell("live:rows", { rows: rows.map((row) => asNews(row, view)), isWhole: true });
  tell("live:counts", { at: asked, by_view: counts(page) });
  takeConversation(page);
  takeNotifications(page);
}

function asNews(row: HTMLElement, view: string): Row {
  return {
    id: Number(row.dataset["conversation"]),
    version: version(row),
    html: row.outerHTML,
    belongs: [view],
    left: "",
    claimed: false,
    assignee: row.dataset["assignee"] ?? "",
    resolved: false,
    urgent: row.classList.contains("is-urgent"),
    quiet: row.classList.contains("is-quiet"),
  };
}

function counts(page: Document): Record<string, number> {
  const places = [...page.querySelectorAll<HTMLElement>("[data-view-count]")];
  return Object.fromEntries(
    places.map((place) => [place.dataset["viewCount"], Number(place.textContent.replace(/\D/g, ""))]),
  );
}

function takeNotifications(page: Document): void {
  const bell = page.getElementById("bell");
  if (!bell) return;
  tell("live:notifications", {
    unread: Number(bell.textContent.replace(/\D/g, "")),
    newest: Number(bell.dataset["bellNewestValue"]),
    kind: bell.dataset["kind"] ?? "",
    words: bell.dataset["bellWordsValue"] ?? "",
  });
}

function takeConversation(page: Document): void {
  const fresh = page.getElementById("conversation");
  const open = openConversation();
  if (!fresh || !open || fresh.dataset["conversation"] !== open.dataset["conversation"]) return;
  const pieces = PIECES.map((id) => [id, page.getElementById(id)?.outerHTML] as const);
  tell("live:conversation", {
    id: Number(fresh.dataset["conversation"]),
    version: version(fresh),
    pieces: Object.fromEntries(pieces.filter((piece): piece is [string, string] => Boolean(piece[1]))),
  });
}
