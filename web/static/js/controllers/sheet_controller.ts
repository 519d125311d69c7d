// How does a dialog close, and what does it remember?
import { Controller } from "@hotwired/stimulus";
import { recall, remember } from "../page/storage";
import { SINGLE_KEYS } from "./hotkeys_controller";

export default class SheetController extends Controller<HTMLDialogElement> {
  static override targets = ["singleKeys"];
  declare readonly singleKeysTarget: HTMLInputElement;

  override connect(): void {
    this.singleKeysTarget.checked = recall(SINGLE_KEYS) !== "off";
  }

  close(): void {
    this.element.close();
  }

  keepChoice(): void {
    remember(SINGLE_KEYS, this.singleKeysTarget.checked ? "on" : "off");
  }
}
