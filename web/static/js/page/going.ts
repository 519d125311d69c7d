// Where do G and the key after it lead?
const PATIENCE_MILLISECONDS = 1500;

let begunAt = 0;

// True when nothing else is to hear of the key.
export function goes(event: KeyboardEvent): boolean {
  // A modifier is pressed on the way to a key.
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
  const hasBegun = Date.now() - begunAt < PATIENCE_MILLISECONDS;
  begunAt = !hasBegun && event.key === "g" ? Date.now() : 0;
  const place = hasBegun ? leadsTo(event.key.toLowerCase()) : null;
  place?.click();
  return begunAt > 0 || place !== null;
}

function leadsTo(key: string): HTMLAnchorElement | null {
  return document.querySelector<HTMLAnchorElement>(`a[data-go="${CSS.escape(key)}"]`);
}
