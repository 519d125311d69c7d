// What stands in the thread while words are on their way from this browser to the desk?
import { Controller } from "@hotwired/stimulus";
import { threadScroll } from "../live/applying";
import type { Unsent } from "../page/unsent";

// What waits for approval, or says the same as before, may never show by itself.
const LONGEST_MILLISECONDS = 2000;

export default class SendingController extends Controller<HTMLElement> {
  static override targets = ["row"];
  declare readonly rowTarget: HTMLTemplateElement;

  private readonly watching = new MutationObserver(() => this.look());
  private readonly begun = (event: Event): void => this.show((event as CustomEvent<Unsent>).detail);
  private readonly refused = (): void => this.clear();
  private readonly taken = (): void => void window.setTimeout(() => this.clear(), LONGEST_MILLISECONDS);
  private token = "";

  override connect(): void {
    document.addEventListener("composer:sending", this.begun);
    document.addEventListener("composer:unsent", this.refused);
    document.addEventListener("composer:sent", this.taken);
    this.watch();
  }

  override disconnect(): void {
    document.removeEventListener("composer:sending", this.begun);
    document.removeEventListener("composer:unsent", this.refused);
    document.removeEventListener("composer:sent", this.taken);
    this.watching.disconnect();
  }

  private watch(): void {
    const thread = document.getElementById("conversation-thread")?.parentElement;
    if (thread) this.watching.observe(thread, { childList: true, subtree: true, attributeFilter: ["data-token"] });
    this.look();
  }

  private show({ token, text, mode }: Unsent): void {
    this.clear();
    this.token = token;
    const row = this.rowTarget.content.cloneNode(true) as DocumentFragment;
    const article = row.querySelector("article");
    article?.classList.add(mode === "note" ? "note" : `msg-${mode}`);
    article?.classList.toggle("msg-in", mode === "public");
    row.querySelector(".msg-body")?.append(text);
    this.element.append(row);
    this.toEnd();
  }

  // The desk's own row takes its place.
  private look(): void {
    for (const arrived of document.querySelectorAll<HTMLElement>("#conversation-thread [data-token]")) {
      const { token } = arrived.dataset;
      if (token === this.token) this.clear();
      document.dispatchEvent(new CustomEvent("sending:arrived", { detail: { token } }));
    }
  }

  private clear(): void {
    this.token = "";
    for (const row of this.element.querySelectorAll("article")) row.remove();
  }

  private toEnd(): void {
    const scroll = threadScroll();
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
  }
}
