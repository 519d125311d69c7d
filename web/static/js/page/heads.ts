// Has a row come under another head of the list by time alone?
import { now } from "./time";

const SOON_MILLISECONDS = 15 * 60_000;
// Every desk notices by itself; not all of them ask for their list in the same instant.
const SPREAD_MILLISECONDS = 10_000;

let lookAt = 0;

export function someMovedByTime(rows: HTMLElement[]): boolean {
  if (Date.now() < lookAt) return false;
  lookAt = Date.now() + Math.random() * SPREAD_MILLISECONDS;
  return rows.some(hasMoved);
}

function hasMoved(row: HTMLElement): boolean {
  const left = Date.parse(row.querySelector<HTMLElement>("[data-due]")?.dataset["due"] ?? "") - now();
  const group = row.dataset["group"] ?? "";
  if (left <= 0) return ["soon", "later", "answered"].includes(group);
  return left <= SOON_MILLISECONDS && ["later", "answered"].includes(group);
}
