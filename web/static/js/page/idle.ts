// Is somebody still at this browser? Else it shows nothing until they say that it is them.
import { isSignedIn } from "./person";

const ACTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;
const LOOK_MILLISECONDS = 5000;
const TELL_MILLISECONDS = 60_000;
// All tabs of a browser share one sign-in, so they share when it was last used.
const ACTED = "hearback:acted";
const LOCKED = "hearback:locked";
let told = 0;
let isLeaving = false;

export function lockWhenIdle(): void {
  for (const act of ACTS) document.addEventListener(act, acted, { passive: true, capture: true });
  window.addEventListener("storage", (event) => {
    if (event.key === LOCKED && isSignedIn()) void lock();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    isLeaving = false;
    void check();
  });
  document.addEventListener("live:let-go", () => void check());
  document.addEventListener("submit", (event) => {
    const action = event.target instanceof HTMLFormElement ? event.target.getAttribute("action") : "";
    if (action === "/lock") announce();
    // Whoever leaves of themselves is led on by the answer.
    if (action?.startsWith("/sign-out")) isLeaving = true;
  });
  document.addEventListener("sign-out:stayed", () => {
    isLeaving = false;
  });
  setInterval(look, LOOK_MILLISECONDS);
}

function acted(): void {
  if (!isSignedIn()) return;
  const now = Date.now();
  if (now - told < TELL_MILLISECONDS) return;
  // The machine may have slept through the hour at which it should have locked.
  if (isIdle(now)) return void lockAll();
  told = now;
  localStorage.setItem(ACTED, String(now));
  void tell();
}

function look(): void {
  if (isSignedIn() && isIdle(Date.now())) void lockAll();
}

// An act within the last minute may not be written down yet.
function isIdle(now: number): boolean {
  const last = Math.max(Number(localStorage.getItem(ACTED) ?? 0), told, performance.timeOrigin);
  return now - last >= minutes() * 60_000;
}

function minutes(): number {
  return Number(document.querySelector<HTMLMetaElement>("meta[name=hearback-lock]")?.content ?? 30);
}

function lockAll(): Promise<void> {
  announce();
  return lock();
}

// Each tab asks for the lock: it hears of it before the server has heard it from the other.
async function lock(): Promise<void> {
  const body = new FormData();
  body.set("next", place());
  await fetch("/lock", { method: "POST", body, redirect: "manual" }).catch(() => undefined);
  showLock();
}

async function tell(): Promise<void> {
  const answer = await fetch("/lock/acts", { method: "POST", headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.status === 401) showLock();
}

// To look is no act.
async function check(): Promise<void> {
  if (!isSignedIn() || isLeaving) return;
  const asked = { redirect: "manual", headers: { Accept: "application/json" } } as const;
  const answer = await fetch("/lock", asked).catch(() => null);
  if (answer?.ok) showLock();
  if (answer?.status === 401 && !isLeaving) leadTo("/sign-in");
}

function announce(): void {
  localStorage.setItem(LOCKED, String(Date.now()));
}

function showLock(): void {
  leadTo("/lock");
}

// Nothing that stood here may be read, not even below something, so the page itself goes.
function leadTo(path: string): void {
  document.dispatchEvent(new CustomEvent("page:shut"));
  document.title = "Hearback";
  document.body.replaceChildren();
  location.replace(`${path}?next=${encodeURIComponent(place())}`);
}

function place(): string {
  return location.pathname + location.search;
}
