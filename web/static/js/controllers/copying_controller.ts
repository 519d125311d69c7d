// Words to be pasted elsewhere: one press copies them, or at least picks them out.
import { Controller } from "@hotwired/stimulus";

export default class CopyingController extends Controller {
  static override targets = ["words", "button"];

  declare readonly wordsTarget: HTMLInputElement;
  declare readonly buttonTarget: HTMLButtonElement;

  async copy(): Promise<void> {
    this.wordsTarget.select();
    try {
      await navigator.clipboard.writeText(this.wordsTarget.value);
    } catch {
      // Without leave or TLS there is no clipboard; what is picked out is copied by hand.
      return;
    }
    this.buttonTarget.textContent = this.buttonTarget.dataset["copied"] ?? "";
  }
}
