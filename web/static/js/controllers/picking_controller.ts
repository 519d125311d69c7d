// Which rows did the person pick, and what becomes of the picks?
import { Controller } from "@hotwired/stimulus";
import { hear } from "../live/news";
import { figure, t } from "../page/words";

export default class PickingController extends Controller<HTMLElement> {
  static override targets = ["count"];
  declare readonly countTarget: HTMLElement;

  private last: HTMLInputElement | null = null;
  private stopListening = (): void => {};
  private readonly changed = (event: Event): void => this.remember(event.target);
  private readonly clicked = (event: MouseEvent): void => this.click(event);
  private readonly ended = (event: Event): void => this.settle(event);

  override connect(): void {
    this.element.addEventListener("change", this.changed);
    this.element.addEventListener("click", this.clicked);
    document.addEventListener("turbo:submit-end", this.ended);
    this.stopListening = hear("live:applied", () => this.count());
    this.count();
  }

  override disconnect(): void {
    this.element.removeEventListener("change", this.changed);
    this.element.removeEventListener("click", this.clicked);
    document.removeEventListener("turbo:submit-end", this.ended);
    this.stopListening();
  }

  toggle(): void {
    const box = this.current();
    if (!box) return;
    box.checked = !box.checked;
    this.remember(box);
  }

  range(): void {
    const box = this.current();
    if (box) this.pickUpTo(box);
  }

  drop(): void {
    const row = this.last?.closest(".row")?.querySelector<HTMLElement>(".row-main");
    const wasInBar = document.activeElement === document.body || document.activeElement?.closest(".bulk");
    for (const box of this.boxes()) box.checked = false;
    this.last = null;
    this.count();
    // The bar goes, and what stood in it must not lose the person's place.
    if (wasInBar) row?.focus();
  }

  // In a form of many acts, Enter does the one that its field belongs to.
  enter(event: KeyboardEvent): void {
    const field = event.target as HTMLElement;
    if (event.key !== "Enter" || !field.matches("input, select")) return;
    event.preventDefault();
    field.closest(".menu-body")?.querySelector<HTMLElement>("[type=submit]")?.click();
  }

  private click(event: MouseEvent): void {
    const box = event.target;
    if (event.shiftKey && this.last && box instanceof HTMLInputElement && box.matches(".row-pick input")) {
      this.pickUpTo(box);
    }
  }

  private pickUpTo(box: HTMLInputElement): void {
    const boxes = this.boxes();
    const from = this.last ? boxes.indexOf(this.last) : -1;
    const [first, end] = [from < 0 ? boxes.indexOf(box) : from, boxes.indexOf(box)].sort((one, other) => one - other);
    for (const one of boxes.slice(first, (end ?? 0) + 1)) one.checked = true;
    this.remember(box);
  }

  private remember(box: EventTarget | null): void {
    if (box instanceof HTMLInputElement && box.matches(".row-pick input")) this.last = box;
    this.count();
  }

  private settle(event: Event): void {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail;
    const form = event.target as HTMLFormElement;
    if (!success || form.id !== "picked") return;
    this.drop();
    // What was said for these must not befall the next that are picked.
    form.reset();
  }

  private count(): void {
    const words = t("{count} picked", { count: figure(this.boxes().filter((box) => box.checked).length) });
    if (this.countTarget.textContent !== words) this.countTarget.textContent = words;
  }

  private current(): HTMLInputElement | null {
    const row = document.activeElement?.closest("#rows > .row") ?? this.element.querySelector("#rows > .is-selected");
    return row?.querySelector<HTMLInputElement>(".row-pick input") ?? null;
  }

  private boxes(): HTMLInputElement[] {
    return [...this.element.querySelectorAll<HTMLInputElement>("#rows .row-pick input")];
  }
}
