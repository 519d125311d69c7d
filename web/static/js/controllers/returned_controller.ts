// Has a reply of this person's come back to them while they look?
import { Controller } from "@hotwired/stimulus";
import { me } from "../page/person";

export default class ReturnedController extends Controller<HTMLElement> {
  static override values = { to: String };
  declare readonly toValue: string;

  override connect(): void {
    if (this.toValue === me()) document.dispatchEvent(new CustomEvent("draft:back"));
  }
}
