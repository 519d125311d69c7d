// Which key presses which element of this page?
import { Controller } from "@hotwired/stimulus";
import { holds, watchArrivals } from "../page/arriving";
import { goes } from "../page/going";
import { declared, isVisible, matches, press } from "../page/shortcuts";
import { fill } from "../page/shortcut_sheet";
import { recall } from "../page/storage";

export const SINGLE_KEYS = "hearback:single-keys";

export default class HotkeysController extends Controller<HTMLElement> {
  private readonly pressed = (event: KeyboardEvent): void => this.hear(event);
  private stopWatching = (): void => {};

  override connect(): void {
    document.addEventListener("keydown", this.pressed);
    this.stopWatching = watchArrivals((event) => this.find(event));
  }

  override disconnect(): void {
    document.removeEventListener("keydown", this.pressed);
    this.stopWatching();
  }

  help(): void {
    const sheet = document.getElementById("shortcuts");
    if (!(sheet instanceof HTMLDialogElement) || sheet.open) return;
    fill(sheet);
    sheet.showModal();
  }

  private hear(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && (leaveField(event) || document.querySelector(":popover-open"))) return;
    if (isPlain(event) && (isInField(event) || recall(SINGLE_KEYS) === "off")) return;
    if (goes(event)) return event.preventDefault();
    if (event.key === "?") return this.answer(event, () => this.help());
    if (event.key === "Enter" && isPlain(event) && isPressable(event)) return;
    const element = wanted(event);
    if (isPlain(event) && holds(event, element)) return event.preventDefault();
    if (element) this.answer(event, () => pressThrough(element, event));
  }

  private find(event: KeyboardEvent): void {
    const element = wanted(event);
    if (element) pressThrough(element, event);
  }

  private answer(event: KeyboardEvent, act: () => void): void {
    event.preventDefault();
    act();
  }
}

// What opens a pane for a key is followed by what the key means within it. A pane that is open over
// the others closes as it does when somebody presses beside it.
function pressThrough(element: HTMLElement, event: KeyboardEvent): void {
  const over = document.querySelector<HTMLElement>(":popover-open");
  if (!over?.contains(element)) over?.hidePopover();
  press(element);
  const within = element.hasAttribute("popovertarget") ? wanted(event) : undefined;
  if (within) press(within);
}

function wanted(event: KeyboardEvent): HTMLElement | undefined {
  const meant = declared().filter((one) => matches(one, event) && isVisible(one) && !hasOpened(one));
  return meant.reduce<HTMLElement | undefined>((last, one) => (last && doneAt(last) >= doneAt(one) ? last : one), undefined);
}

function hasOpened(element: HTMLElement): boolean {
  return element instanceof HTMLButtonElement && element.popoverTargetElement?.matches(":popover-open") === true;
}

// Of several that take something back, the one that takes back what was done last; else the first.
function doneAt(element: HTMLElement): number {
  return Date.parse(element.closest<HTMLElement>("[data-done-at]")?.dataset["doneAt"] ?? "") || 0;
}

function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "Escape";
}

function isInField(event: KeyboardEvent): boolean {
  const element = event.target instanceof Element ? event.target : null;
  const field = element?.closest("input, textarea, select, [contenteditable]");
  return field !== null && field !== undefined && !field.matches("[type=checkbox], [type=radio], [type=button]");
}

// On a link or a button Enter already has a meaning.
function isPressable(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest("a, button, summary, input, [role=option]") !== null;
}

// The first Escape leaves a field or closes a menu, the second goes back.
function leaveField(event: KeyboardEvent): boolean {
  const menu = (event.target as Element).closest("details[open]");
  if (menu instanceof HTMLDetailsElement) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    // A pane that opened over the others stays open around it.
    event.preventDefault();
    return true;
  }
  if (!isInField(event)) return false;
  (event.target as HTMLElement).blur();
  return true;
}
