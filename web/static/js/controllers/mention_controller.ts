// Which colleague or team does a note mention?
import { matches, SuggestingController } from "./suggesting_controller";
import { t } from "../page/words";

export default class MentionController extends SuggestingController {
  // An @ within a word belongs to an address.
  protected readonly pattern = /(?:^|[^\p{L}\p{N}_.@])@([\p{L}\p{N}._'-]*)$/u;
  protected readonly label = t("Colleagues and teams");

  // Outside of notes an @ names somebody on the platform.
  protected override mayOffer(): boolean {
    return this.element.dataset["mode"] === "note";
  }

  protected override head(query: string, shown: number): HTMLElement {
    return matches("@", query, shown);
  }

  protected override choose(option: HTMLElement | undefined): void {
    const query = this.query();
    if (!option || query === null) return;
    this.textTarget.focus();
    this.write(`@${option.dataset["written"]} `, query.length + 1);
    this.close();
  }
}
