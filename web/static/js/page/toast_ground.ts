// Where do toasts stand, so that nothing that can be pressed lies under them?
// At the foot of what scrolls there; it ends above them for as long as they are shown, and its top holds still.
const GROUNDS = [".desk > .list > .scroll", ".desk .convo > .scroll", "main.page, main.split"];
const BEFORE_THE_FOOT = ".bulk, .thread-pill";
const GAP_PIXELS = 8;

let ground: HTMLElement | null = null;
let room = 0;
// In the next frame: what is made room for changes its size, which the watcher would tell at once.
const watcher = new ResizeObserver(() => requestAnimationFrame(stand));

export function groundToasts(): void {
  document.addEventListener("turbo:load", watch);
  document.addEventListener("turbo:frame-load", watch);
}

function watch(): void {
  watcher.disconnect();
  for (const one of document.querySelectorAll(`.toasts, ${GROUNDS.join()}, ${BEFORE_THE_FOOT}`)) watcher.observe(one);
}

function stand(): void {
  const toasts = document.querySelector<HTMLElement>(".toasts");
  const found = toasts?.querySelector(".toast:not(.vh)") ? shownGround() : null;
  if (ground !== found) makeRoom(0);
  ground = found;
  if (!toasts || !found) return;
  const { left, right, bottom } = found.getBoundingClientRect();
  const end = bottom + (found.style.marginBottom ? room : 0);
  const foot = Math.min(end, ...besides(found).map((one) => one.getBoundingClientRect().top));
  toasts.style.left = `${left + GAP_PIXELS}px`;
  toasts.style.bottom = `${document.documentElement.clientHeight - foot + GAP_PIXELS}px`;
  toasts.style.width = `${right - left - 2 * GAP_PIXELS}px`;
  makeRoom(Math.round(end - foot + toasts.offsetHeight + 2 * GAP_PIXELS));
}

function makeRoom(pixels: number): void {
  room = pixels;
  if (ground) ground.style.marginBottom = pixels ? `${pixels}px` : "";
}

function shownGround(): HTMLElement | null {
  return GROUNDS.flatMap((place) => [...document.querySelectorAll<HTMLElement>(place)]).find(isDrawn) ?? null;
}

function besides(one: HTMLElement): Element[] {
  return [...(one.parentElement?.querySelectorAll(BEFORE_THE_FOOT) ?? [])].filter(isDrawn);
}

function isDrawn(one: Element): boolean {
  return one.getClientRects().length > 0;
}
