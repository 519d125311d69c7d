// What does the title of the window say, whatever is in front of it?
const MARK = /^\(\d[\d.,\s]*\) /;

// A risk to life shows in the row of tabs too.
export function entitle(words?: string): void {
  const bare = words ?? document.title.replace(MARK, "");
  const count = urgent();
  const title = count ? `(${count}) ${bare}` : bare;
  if (document.title !== title) document.title = title;
}

function urgent(): string {
  const place = document.querySelector<HTMLElement>(".pulse-urgent:not([hidden]) [data-view-count]");
  return place?.textContent.trim() ?? "";
}
