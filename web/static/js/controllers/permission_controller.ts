// May this browser show notifications outside the page? It is asked upon a click alone.
import { Controller } from "@hotwired/stimulus";
import { permission } from "../page/outside";

const WORDS = {
  granted: "This browser may show them.",
  denied: "This browser refuses them. Allow notifications for this site in its settings.",
  default: "This browser has not been asked yet.",
  unsupported: "This browser cannot show them.",
};

export default class PermissionController extends Controller<HTMLElement> {
  static override targets = ["words", "ask"];
  declare readonly wordsTarget: HTMLElement;
  declare readonly askTarget: HTMLElement;

  override connect(): void {
    this.show();
  }

  async ask(): Promise<void> {
    await Notification.requestPermission();
    this.show();
  }

  private show(): void {
    this.wordsTarget.textContent = WORDS[permission()];
    this.askTarget.hidden = permission() !== "default";
  }
}
