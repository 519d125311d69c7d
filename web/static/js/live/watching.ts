// What does this page show, and in which versions?
import { language } from "../page/words";

// The rows of a list, and the lines of a broadcast.
export const SHOWN_CONVERSATIONS = "#rows > [data-conversation], #stream > [data-conversation]";

export interface Watching {
  view: string;
  rows: Record<string, number>;
  conversation: number | null;
  version: number;
  live: number | null;
  line: number;
  language: string;
}

export function watching(): Watching {
  const open = openConversation();
  const stream = document.querySelector<HTMLElement>("#stream[data-live]");
  return {
    view: document.getElementById("rows")?.dataset["view"] ?? "",
    rows: Object.fromEntries(shownRows().map((row) => [row.dataset["conversation"], version(row)])),
    language,
    conversation: open ? Number(open.dataset["conversation"]) : null,
    version: open ? version(open) : 0,
    live: stream ? Number(stream.dataset["live"]) : null,
    line: Math.max(0, ...[...(stream?.children ?? [])].map((line) => Number((line as HTMLElement).dataset["line"]))),
  };
}

export function openConversation(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#conversation[data-conversation]");
}

export function shownRows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#rows > [data-conversation]")];
}

export function version(element: HTMLElement): number {
  return Number(element.dataset["version"] ?? 0);
}
