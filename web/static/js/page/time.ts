// What time is it by the server's clock, and how is a moment written here?
import { locale, t } from "./words";
let offset = 0;

export function setServerTime(iso: string): void {
  const server = Date.parse(iso);
  if (!Number.isNaN(server)) offset = server - Date.now();
}

export function now(): number {
  return Date.now() + offset;
}

export function age(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return t("now");
  return t("{time} ago", { time: span(minutes) });
}

export function span(minutes: number): string {
  if (minutes < 60) return t("{minutes}m", { minutes });
  if (minutes < 24 * 60) return t("{hours}h {minutes}m", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return t("{days}d {hours}h", { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60) });
}

export function running(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds >= 3600) return span(Math.floor(seconds / 60));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// Where the department has a time zone, all of it reads the same times; else everyone their own.
const zone = document.querySelector<HTMLMetaElement>("meta[name=hearback-zone]")?.content;
const there: Intl.DateTimeFormatOptions = zone ? { timeZone: zone } : {};
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...there });
const second = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", ...there });
const day = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", ...there });
const date = new Intl.DateTimeFormat(locale, { dateStyle: "short", ...there });

export function secondTime(moment: Date): string {
  return second.format(moment);
}

export function clockTime(moment: Date, present: Date): string {
  const isToday = date.format(moment) === date.format(present);
  return isToday ? clock.format(moment) : `${day.format(moment)}, ${clock.format(moment)}`;
}
