// What does the title of the window say, whatever is in front of it?
const MARK = /^\(\d[\d.,\s]*\) /;

// A risk to life shows in the row of tabs too.
export function entitle(words?: string): void {
  const bare = words ?? document.title.replace(MARK, "");
  const count = urgent();
  const title = count ? `(${count}) ${bare}` : bare;
  if (document.title !== title) document.title = title;
  badge(Number(count.replace(/\D/g, "")));
}

// On a telephone, and wherever the desk is installed: how many are at risk stands on its icon.
let badged = 0;

function badge(count: number): void {
  if (count === badged || !("setAppBadge" in navigator)) return;
  badged = count;
  navigator.setAppBadge(count).catch((refused: unknown) => console.info("This browser marks no icon.", refused));
}

function urgent(): string {
  const place = document.querySelector<HTMLElement>(".pulse-urgent:not([hidden]) [data-view-count]");
  return place?.textContent.trim() ?? "";
}
