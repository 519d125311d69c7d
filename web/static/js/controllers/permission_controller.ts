// May this browser show notifications outside the page? It is asked upon a click alone.
import { Controller } from "@hotwired/stimulus";
import { permission } from "../page/outside";
import { t } from "../page/words";

const WORDS = {
  granted: t("This browser may show them."),
  denied: t("This browser refuses them. Allow notifications for this site in its settings."),
  default: t("This browser has not been asked yet."),
  unsupported: t("This browser cannot show them."),
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
