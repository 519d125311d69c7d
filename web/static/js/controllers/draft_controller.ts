// What is told about a draft that the desk could not keep as it stands?
import { Controller } from "@hotwired/stimulus";
import { type Drawer, keeper, lookAgain } from "../page/drafts";

interface Told {
  conversation: number;
  drawer: Drawer;
}

export default class DraftController extends Controller<HTMLFormElement> {
  static override targets = ["doubt", "why", "newer", "take", "mine"];
  static override values = { conversation: Number };
  declare readonly doubtTarget: HTMLElement;
  declare readonly whyTarget: HTMLElement;
  declare readonly newerTarget: HTMLElement;
  declare readonly takeTarget: HTMLElement;
  declare readonly mineTarget: HTMLElement;
  declare readonly conversationValue: number;

  override connect(): void {
    document.addEventListener("draft:told", this.told);
    document.addEventListener("visibilitychange", this.woken);
    document.addEventListener("draft:back", this.woken);
    this.show();
  }

  override disconnect(): void {
    document.removeEventListener("draft:told", this.told);
    document.removeEventListener("visibilitychange", this.woken);
    document.removeEventListener("draft:back", this.woken);
  }

  takeNewer(): void {
    this.keeper().takeNewer();
    this.dispatch("taken");
  }

  keepMine(): void {
    this.keeper().keepMine();
  }

  private readonly told = (event: Event): void => {
    const { conversation } = (event as CustomEvent<Told>).detail;
    if (conversation === this.conversationValue) this.show();
  };

  // A tab that slept may hold words that another tab has long changed; what was sent back
  // has come into the draft.
  private readonly woken = (): void => {
    if (document.visibilityState !== "visible") return;
    void lookAgain(this.conversationValue).then(() => this.dispatch("woken"));
  };

  private show(): void {
    const doubt = this.keeper().doubt;
    this.doubtTarget.hidden = !doubt;
    this.whyTarget.textContent = doubt?.why ?? "";
    this.newerTarget.textContent = doubt?.newer?.text ?? "";
    this.newerTarget.hidden = !doubt?.newer;
    this.takeTarget.hidden = !doubt?.newer;
    this.mineTarget.hidden = !doubt?.canChoose;
  }

  private keeper(): ReturnType<typeof keeper> {
    return keeper(this.conversationValue, this.element.dataset["mode"] === "note" ? "note" : "reply");
  }
}
