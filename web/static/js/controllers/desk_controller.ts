// Which pane is in front, and which conversation does the list mark?
import { Controller } from "@hotwired/stimulus";
import { threadScroll } from "../live/applying";
import { hear, tell } from "../live/news";
import { watchConversation } from "../live/socket";
import { openConversation, SHOWN_CONVERSATIONS } from "../live/watching";
import { entitle } from "../page/title";
import { toast } from "../page/toast";
import { t } from "../page/words";

// Whose row the focus returns to on the page that comes.
let returnsTo = "";

export default class DeskController extends Controller<HTMLElement> {
  private stopListening = (): void => {};
  private readonly loaded = (): void => this.show();
  private readonly unreached = (event: Event): void => {
    if ((event.target as Element).id === "reading") toast(t("The desk does not answer, so nothing was opened. Try again in a moment."));
  };

  override connect(): void {
    this.element.addEventListener("turbo:frame-load", this.loaded);
    this.element.addEventListener("turbo:fetch-request-error", this.unreached);
    this.stopListening = hear("live:applied", () => this.mark());
    this.mark();
    this.toEnd();
    this.returnToRow();
    entitle();
  }

  override disconnect(): void {
    this.element.removeEventListener("turbo:frame-load", this.loaded);
    this.element.removeEventListener("turbo:fetch-request-error", this.unreached);
    this.stopListening();
  }

  leavesConversation(): void {
    returnsTo = openConversation()?.dataset["conversation"] ?? "";
  }

  toViews(): void {
    this.goInto("views", "a");
  }

  toList(): void {
    this.element.dataset["pane"] = "list";
    const rows = [...this.element.querySelectorAll<HTMLElement>(".row-main, .lc-main")];
    (rows.find((one) => one.ariaCurrent) ?? rows[0])?.focus();
  }

  toConversation(): void {
    if (!openConversation()) return;
    this.element.dataset["pane"] = "conversation";
    document.querySelector<HTMLElement>("#conversation h2")?.focus({ preventScroll: true });
  }

  toDetails(): void {
    this.goInto("details", "summary, a, button:not(.pane-close), input");
  }

  // Where there is no room beside the others, it opens over them.
  private goInto(id: string, places: string): void {
    const pane = document.getElementById(id);
    if (pane && !pane.checkVisibility()) pane.showPopover();
    const found = [...(pane?.querySelectorAll<HTMLElement>(places) ?? [])].filter((one) => one.checkVisibility());
    (found.find((one) => one.ariaCurrent) ?? found[0])?.focus();
  }

  private show(): void {
    this.element.dataset["pane"] = openConversation() || this.problem() ? "conversation" : "list";
    this.mark();
    this.toEnd();
    this.entitle();
    this.focusHeading();
    document.activeElement?.closest("details.act > .menu-body")?.scrollIntoView({ block: "nearest" });
    watchConversation();
    tell("live:applied", null);
  }

  // Its row may have left the list meanwhile.
  private returnToRow(): void {
    if (!returnsTo) return;
    const row = document.getElementById(`row-${returnsTo}`) ?? this.element;
    row.querySelector<HTMLElement>(".row-main")?.focus();
    returnsTo = "";
  }

  private problem(): Element | null {
    return this.element.querySelector("#reading [role=alert].empty");
  }

  private mark(): void {
    const open = openConversation()?.dataset["conversation"];
    for (const row of this.element.querySelectorAll<HTMLElement>(SHOWN_CONVERSATIONS)) {
      const isOpen = row.dataset["conversation"] === open;
      row.classList.toggle("is-selected", isOpen);
      const link = row.querySelector(".row-main, .lc-main");
      link?.toggleAttribute("aria-current", isOpen);
      if (isOpen) link?.setAttribute("aria-current", "true");
    }
  }

  private toEnd(): void {
    const scroll = threadScroll();
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
  }

  private entitle(): void {
    const names = ["#conversation h2", ".list h2"].map((place) => this.element.querySelector(place)?.textContent.trim());
    entitle([...names.filter(Boolean), "Hearback"].join(" · "));
  }

  // Somebody who went on to the next row after resolving stays in the list, and
  // somebody quick enough to write already keeps their place.
  private focusHeading(): void {
    if (this.element.dataset["staysInList"] || document.activeElement?.closest("#conversation")) return;
    document.querySelector<HTMLElement>("#conversation h2")?.focus({ preventScroll: true });
  }
}
