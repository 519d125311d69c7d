// What stands in a pane while it takes long to fetch what comes there next?
const AFTER_MILLISECONDS = 300;
const ENDS = ["turbo:frame-load", "turbo:frame-missing", "turbo:fetch-request-error", "turbo:load", "turbo:before-cache"];

let timer = 0;

export function showWaiting(): void {
  document.addEventListener("turbo:before-fetch-request", opening);
  document.addEventListener("turbo:visit", going);
  for (const end of ENDS) document.addEventListener(end, stop);
}

// What is written in a pane is answered in it: only who opens another conversation waits.
function opening(event: Event): void {
  const { fetchOptions } = (event as CustomEvent<{ fetchOptions: RequestInit }>).detail;
  const frame = event.target;
  if (frame instanceof Element && frame.id === "reading" && fetchOptions.method?.toUpperCase() === "GET") wait("#reading > .convo");
}

function going(event: Event): void {
  const { url } = (event as CustomEvent<{ url: string }>).detail;
  if (new URL(url).pathname.startsWith("/desk/")) wait(".desk > .list");
}

function wait(place: string): void {
  stop();
  timer = window.setTimeout(() => mark(document.querySelector(place)), AFTER_MILLISECONDS);
}

function mark(pane: Element | null): void {
  pane?.setAttribute("data-waits-for-more", "");
  pane?.setAttribute("aria-busy", "true");
}

function stop(): void {
  window.clearTimeout(timer);
  for (const pane of document.querySelectorAll("[data-waits-for-more]")) {
    pane.removeAttribute("data-waits-for-more");
    pane.removeAttribute("aria-busy");
  }
}
