// Which variable goes into the text of a canned response?
import { Controller } from "@hotwired/stimulus";

export default class VariablesController extends Controller<HTMLFormElement> {
  static override targets = ["text"];
  declare readonly textTarget: HTMLTextAreaElement;

  insert(event: Event & { params: { name: string } }): void {
    const { selectionStart: start, selectionEnd: end } = this.textTarget;
    this.textTarget.setRangeText(`{{ ${event.params.name} }}`, start, end, "end");
    this.textTarget.focus();
  }
}
