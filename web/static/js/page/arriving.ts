// Which keys were pressed for a conversation that has not come yet?
const FRAME = "reading";
// Whoever waited longer than this looks first.
const HELD_MILLISECONDS = 3000;

interface Held {
  event: KeyboardEvent;
  at: number;
}

let isComing = false;
let held: Held[] = [];

// Until it is there, the screen shows another conversation or none: a claim would take the wrong one.
export function holds(event: KeyboardEvent, element: HTMLElement | undefined): boolean {
  if (!isComing || !(isMeant(event, element) || held.length)) return false;
  held.push({ event, at: Date.now() });
  return true;
}

function isMeant(event: KeyboardEvent, element: HTMLElement | undefined): boolean {
  if (element) return element.closest(`#${FRAME}`) !== null;
  return event.key.length === 1 && event.key !== " ";
}

// Tells `hear` of the keys once it came; what came after they opened a field was typed.
export function watchArrivals(hear: (event: KeyboardEvent) => void): () => void {
  const began = (event: Event): void => begin(event.target);
  const ended = (event: Event): void => end(event.target, hear);
  const events: [string, (event: Event) => void][] = [
    ["turbo:before-fetch-request", began],
    ["turbo:frame-load", ended],
    ["turbo:frame-missing", forget],
    ["turbo:fetch-request-error", forget],
    ["turbo:visit", forget],
  ];
  for (const [name, listen] of events) document.addEventListener(name, listen);
  return () => {
    for (const [name, listen] of events) document.removeEventListener(name, listen);
  };
}

function begin(target: EventTarget | null): void {
  if (!isFrame(target)) return;
  isComing = true;
  held = [];
}

function end(target: EventTarget | null, hear: (event: KeyboardEvent) => void): void {
  if (!isFrame(target)) return;
  const keys = held.filter(({ at }) => Date.now() - at < HELD_MILLISECONDS);
  forget();
  for (const { event } of keys) if (!typed(event)) hear(event);
}

function typed(event: KeyboardEvent): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return false;
  if (event.key.length === 1) {
    field.setRangeText(event.key, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
}

function forget(): void {
  isComing = false;
  held = [];
}

function isFrame(target: EventTarget | null): boolean {
  return target instanceof Element && target.id === FRAME;
}
