// By when is an answer promised, and how does that look now?
import { now, running, span } from "./time";

const STATES = ["soon", "urgent", "over"];

export function showDue(promise: HTMLElement): void {
  const time = promise.querySelector("time");
  const left = Date.parse(promise.dataset["due"] ?? "") - now();
  if (!time || Number.isNaN(left)) return;
  const state = stateOf(promise, left);
  for (const one of STATES) promise.classList.toggle(`sla-${one}`, one === state);
  const template = (left > 0 ? time.dataset["dueLeft"] : time.dataset["dueOver"]) ?? "{time}";
  const words = template.replace("{time}", length(Math.abs(left), time.dataset["counts"] === "seconds"));
  if (time.textContent !== words) time.textContent = words;
}

// How much of the time for it has passed.
export function showPassed(bar: SVGElement): void {
  const [began, ends] = [Date.parse(bar.dataset["began"] ?? ""), Date.parse(bar.dataset["ends"] ?? "")];
  const share = Math.min(100, Math.max(0, Math.floor((100 * (now() - began)) / (ends - began))));
  if (!Number.isNaN(share)) bar.firstElementChild?.setAttribute("width", String(share));
}

function stateOf(promise: HTMLElement, left: number): string {
  if (left <= 0) return "over";
  if ("dueUrgent" in promise.dataset) return "urgent";
  return Date.parse(promise.dataset["dueSoon"] ?? "") <= now() ? "soon" : "";
}

function length(milliseconds: number, inSeconds: boolean): string {
  return inSeconds ? running(milliseconds) : span(Math.max(1, Math.floor(milliseconds / 60_000)));
}
