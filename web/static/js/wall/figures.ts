// What does a wall show between two answers, and when are its figures old?
import { clockTime, now, running, secondTime, setServerTime } from "../page/time";
import { t } from "../page/words";
import type { News } from "./line";

const OLD_MILLISECONDS = 6000;
const TICK_MILLISECONDS = 1000;
// What stands on the page was asked for when the page was.
let askedAt = Date.now() - performance.now();
const drawn = new Map<string, string>();

export function keepCounting(): void {
  const at = document.querySelector<HTMLTimeElement>("#wall-at time");
  if (at) setServerTime(at.dateTime);
  tick();
  setInterval(tick, TICK_MILLISECONDS);
}

export function draw(news: News): void {
  askedAt = news.askedAt;
  setServerTime(news.now);
  const template = document.createElement("template");
  template.innerHTML = news.html;
  for (const piece of template.content.querySelectorAll<HTMLElement>("[id]")) put(piece);
  tick();
}

// Only what differs is put anew, so that nothing is read aloud twice and focus stays.
function put(piece: HTMLElement): void {
  const before = document.getElementById(piece.id);
  if (!before || drawn.get(piece.id) === piece.outerHTML) return;
  drawn.set(piece.id, piece.outerHTML);
  const hadFocus = before.contains(document.activeElement);
  before.replaceWith(piece);
  if (hadFocus) piece.querySelector("a")?.focus({ preventScroll: true });
}

// What is old stands still: a clock that went on would look as if somebody had counted.
function tick(): void {
  const age = Date.now() - askedAt;
  const isOld = Math.abs(age) > OLD_MILLISECONDS;
  document.body.classList.toggle("is-lost", isOld);
  write("#wall-said", isOld ? t("No connection. The figures are old.") : "");
  write("[data-old]", isOld ? t("They are {time} old.", { time: running(age) }) : "");
  if (isOld) return;
  each("time[data-since]", (moment) => running(now() - moment.getTime()));
  each("time[data-second]", secondTime);
  each("time[data-clock]", (moment) => clockTime(moment, new Date()));
}

function each(selector: string, told: (moment: Date) => string): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>(selector)) write(time, told(new Date(time.dateTime)));
}

function write(place: string | Element, words: string): void {
  const element = typeof place === "string" ? document.querySelector(place) : place;
  if (element && element.textContent !== words) element.textContent = words;
}
