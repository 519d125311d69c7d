// What does this page show, and in which versions?
export interface Watching {
  view: string;
  rows: Record<string, number>;
  conversation: number | null;
  version: number;
}

export function watching(): Watching {
  const open = openConversation();
  return {
    view: document.getElementById("rows")?.dataset["view"] ?? "",
    rows: Object.fromEntries(shownRows().map((row) => [row.dataset["conversation"], version(row)])),
    conversation: open ? Number(open.dataset["conversation"]) : null,
    version: open ? version(open) : 0,
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
