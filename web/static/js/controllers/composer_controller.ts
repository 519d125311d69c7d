// How are words written, kept, counted and sent?
import { Controller } from "@hotwired/stimulus";
import { type Drawer, keep, keeper, kept, type Kept, learnFromPage, lookAgain } from "../page/drafts";
import { unfilled } from "../page/placeholders";
import { toast } from "../page/toast";
import { freshToken } from "../page/tokens";
import { figure, plural, t } from "../page/words";

interface Length {
  length: number;
  limit: number | null;
  unit: string;
  too_long: boolean;
}

interface Returned {
  conversation: number;
  text: string;
  audience: string;
  picture: { id: number; description: string } | null;
}

const COUNT_AFTER_MILLISECONDS = 200;
const NEAR = 0.9;

export default class ComposerController extends Controller<HTMLFormElement> {
  static override targets = ["tab", "text", "token", "count", "goes", "send", "verb", "missing", "kept", "editions"];
  static override values = { conversation: Number, lengthUrl: String, given: Boolean, kept: Array, longest: Number };
  declare readonly tabTargets: HTMLInputElement[];
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly tokenTarget: HTMLInputElement;
  declare readonly countTarget: HTMLElement;
  declare readonly goesTarget: HTMLElement;
  declare readonly sendTarget: HTMLButtonElement;
  declare readonly verbTarget: HTMLElement;
  declare readonly hasMissingTarget: boolean;
  declare readonly missingTarget: HTMLElement;
  declare readonly keptTarget: HTMLElement;
  declare readonly editionsTarget: HTMLInputElement;
  declare readonly conversationValue: number;
  declare readonly givenValue: boolean;
  declare readonly keptValue: Kept[];
  declare readonly longestValue: number;
  declare readonly lengthUrlValue: string;

  private drawer: Drawer = "reply";
  private attempted = "";
  private attemptedText = "";
  private counting = 0;
  private asking: AbortController | null = null;
  private isTooLong = false;
  private isSending = false;
  private undoListening: (() => void)[] = [];

  override connect(): void {
    if (!learnFromPage(this.conversationValue, this.keptValue)) {
      void lookAgain(this.conversationValue).then(() => this.woken());
    }
    this.restore();
    this.undoListening = [
      this.on(this.element, "input", (event) => this.typed(event)),
      this.on(this.element, "change", (event) => this.chosen(event)),
      this.on(this.element, "click", (event) => this.pointed(event as MouseEvent)),
      this.on(this.element, "shortcut:pressed", (event) => this.called(event)),
      this.on(this.element, "submit", (event) => this.leaving(event)),
      this.on(this.element, "turbo:submit-end", (event) => this.settled(event)),
      this.on(this.element, "turbo:fetch-request-error", (event) => this.unreached(event)),
      this.on(document, "composer:return", (event) => this.takeBack(event)),
      this.on(this.element, "draft:taken", () => this.refill()),
      this.on(this.element, "draft:woken", () => this.woken()),
      this.on(this.element, "picture:changed", () => this.judge()),
    ];
  }

  override disconnect(): void {
    window.clearTimeout(this.counting);
    this.asking?.abort();
    for (const stop of this.undoListening) stop();
  }

  private restore(): void {
    const draft = kept(this.conversationValue, "reply") ?? kept(this.conversationValue, "note");
    if (draft && !this.givenValue) this.choose(draft.mode);
    this.drawer = drawerOf(this.tab());
    if (this.givenValue) this.remember();
    else this.fill();
    this.showKept();
    this.showMode();
    this.weigh();
  }

  private fill(): void {
    const text = kept(this.conversationValue, this.drawer)?.text ?? "";
    if (this.textTarget.value !== text) this.textTarget.value = text;
  }

  private refill(): void {
    this.fill();
    this.weigh();
  }

  // Only what nobody has touched here gives way to what another tab wrote.
  private woken(): void {
    if (!keeper(this.conversationValue, this.drawer).doubt) this.refill();
  }

  // Where only a note can be written, a reply begun earlier has no tab to wait under.
  private showKept(): void {
    const reply = kept(this.conversationValue, "reply");
    const isHidden = !reply || this.tabTargets.some((tab) => drawerOf(tab) === "reply");
    this.keptTarget.hidden = isHidden;
    this.keptTarget.textContent = isHidden ? "" : t("Your unsent reply is kept here: {text}", { text: reply.text });
  }

  private typed(event: Event): void {
    if (event.target !== this.textTarget) return;
    this.remember();
    this.weigh();
    this.dispatch("typed", { detail: { text: this.drawer === "reply" ? this.textTarget.value : "" } });
  }

  private chosen(event: Event): void {
    if (!this.isTab(event.target)) return;
    const drawer = drawerOf(this.tab());
    if (drawer !== this.drawer) this.swap(drawer);
    this.showMode();
    this.remember();
    this.weigh();
  }

  // Arrow keys walk through the tabs; a pointer or a shortcut goes to the words.
  private pointed(event: MouseEvent): void {
    const label = (event.target as Element).closest("label");
    if (event.detail > 0 && label?.control && this.isTab(label.control)) this.textTarget.focus();
  }

  private called(event: Event): void {
    if (this.isTab(event.target)) this.textTarget.focus();
  }

  private isTab(element: EventTarget | null): boolean {
    return element instanceof HTMLInputElement && this.tabTargets.includes(element);
  }

  private swap(drawer: Drawer): void {
    keep(this.conversationValue, this.drawer, this.draft());
    this.drawer = drawer;
    this.textTarget.value = kept(this.conversationValue, drawer)?.text ?? "";
  }

  private showMode(): void {
    const tab = this.tab();
    if (!tab) return;
    const { goes, verb, url } = tab.dataset;
    this.element.dataset["mode"] = tab.value;
    this.goesTarget.textContent = goes ?? "";
    this.verbTarget.textContent = verb ?? "";
    this.sendTarget.classList.remove("btn-public", "btn-private", "btn-note");
    this.sendTarget.classList.add(`btn-${tab.value}`);
    if (url) this.element.action = url;
    this.dispatch("mode");
  }

  private remember(): void {
    keep(this.conversationValue, this.drawer, this.draft());
  }

  // Words that changed since an attempt are another attempt: the server would
  // answer the old token with the old words.
  private leaving(event: Event): void {
    const problem = this.problem();
    if (problem || this.isSending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (problem) toast(problem);
      return;
    }
    const attempt = this.attempt();
    if (attempt !== this.attempted) this.tokenTarget.value = freshToken();
    this.attempted = attempt;
    this.editionsTarget.value = keeper(this.conversationValue, this.drawer).editions();
    this.attemptedText = this.textTarget.value;
    this.isSending = true;
    this.judge();
  }

  private attempt(): string {
    return JSON.stringify([this.tab()?.value, this.textTarget.value, this.picture(), this.described()]);
  }

  private picture(): string {
    return this.element.dataset["picture"] ?? "";
  }

  private described(): string {
    return new FormData(this.element).get("picture_description")?.toString() ?? "";
  }

  private settled(event: Event): void {
    const { success } = (event as CustomEvent<{ success: boolean }>).detail;
    this.isSending = false;
    if (success) this.empty();
    this.judge();
  }

  private unreached(event: Event): void {
    event.preventDefault();
    this.isSending = false;
    this.judge();
    toast(t("The desk does not answer. Your words are kept here; send again when it is back."));
  }

  private empty(): void {
    if (this.textTarget.value === this.attemptedText) this.textTarget.value = "";
    this.attempted = "";
    keeper(this.conversationValue, this.drawer).sent();
    this.dispatch("sent");
    this.remember();
    this.dispatch("typed", { detail: { text: "" } });
    this.weigh();
  }

  // What was taken back comes before what was begun meanwhile.
  private takeBack(event: Event): void {
    const { conversation, text, audience, ...more } = (event as CustomEvent<Returned>).detail;
    if (conversation !== this.conversationValue) return;
    this.choose(audience);
    if (this.drawer !== "reply") this.swap("reply");
    this.textTarget.value = [text, this.textTarget.value].filter(Boolean).join("\n\n");
    this.attempted = "";
    this.showMode();
    this.dispatch("returned", { detail: more });
    this.remember();
    this.weigh();
    this.textTarget.focus();
  }

  private weigh(): void {
    window.clearTimeout(this.counting);
    this.judge();
    this.counting = window.setTimeout(() => void this.count(), COUNT_AFTER_MILLISECONDS);
  }

  private async count(): Promise<void> {
    this.asking?.abort();
    if (this.isBeyondKeeping()) return;
    this.asking = new AbortController();
    const body = new URLSearchParams({ text: this.textTarget.value, audience: this.tab()?.value ?? "" });
    try {
      const response = await fetch(this.lengthUrlValue, {
        method: "POST", body, signal: this.asking.signal, headers: { Accept: "application/json" },
      });
      if (response.ok) this.showCount((await response.json()) as Length);
    } catch (failure) {
      if (!this.asking.signal.aborted) console.info("The length is not known now.", failure);
    }
  }

  private showCount(counted: Length): void {
    const { length, limit, too_long: isTooLong } = counted;
    this.isTooLong = isTooLong;
    this.countTarget.textContent =
      limit === null ? figure(length) : `${figure(length)} / ${figure(limit)}`;
    this.countTarget.classList.toggle("is-near", limit !== null && !isTooLong && length > limit * NEAR);
    this.countTarget.classList.toggle("is-over", isTooLong);
    this.judge();
  }

  // aria-disabled, not disabled: the button keeps its focus and can say why.
  private judge(): void {
    this.textTarget.classList.toggle("is-huge", this.isBeyondKeeping());
    const problem = this.problem();
    this.sendTarget.setAttribute("aria-disabled", String(Boolean(problem) || this.isSending));
    if (!this.hasMissingTarget) return;
    const missing = unfilled(this.textTarget.value);
    const wrong = missing.length ? named(missing) : this.isBeyondKeeping() ? this.beyondKeeping() : "";
    this.missingTarget.hidden = !wrong;
    this.missingTarget.textContent = wrong;
  }

  private problem(): string {
    const missing = unfilled(this.textTarget.value);
    const hasWords = Boolean(this.textTarget.value.trim());
    if (!hasWords && !this.picture()) return t("Write something first.");
    if (this.picture()) {
      const { picture, pictureAlone } = this.tab()?.dataset ?? {};
      if (!picture) return t("No picture can be sent this way. Take it out, or choose another way.");
      if (hasWords && pictureAlone !== undefined) return t("Words and a picture are two messages here. Send one, then the other.");
    }
    if (missing.length) return t("{missing}. Fill it in or take it out.", { missing: named(missing) });
    if (this.isBeyondKeeping()) return this.beyondKeeping();
    if (this.isTooLong) return t("This is longer than the platform takes.");
    return "";
  }

  private isBeyondKeeping(): boolean {
    return this.textTarget.value.length > this.longestValue;
  }

  private beyondKeeping(): string {
    const [length, most] = [this.textTarget.value.length, this.longestValue].map(figure) as [string, string];
    return t("This is {length} long; more than {most} is never sent. It stays in this browser: shorten it.", { length, most });
  }

  private choose(mode: string): void {
    const tab = this.tabTargets.find((one) => one.value === mode && !one.disabled);
    if (tab) tab.checked = true;
  }

  private draft(): { text: string; mode: string } {
    return { text: this.textTarget.value, mode: this.element.dataset["mode"] ?? "" };
  }

  private tab(): HTMLInputElement | undefined {
    return this.tabTargets.find((tab) => tab.checked);
  }

  private on(target: EventTarget, name: string, act: (event: Event) => void): () => void {
    // In the capturing phase, so that Turbo does not send what is held back.
    target.addEventListener(name, act, name === "submit");
    return () => target.removeEventListener(name, act, name === "submit");
  }
}

function drawerOf(tab: HTMLInputElement | undefined): Drawer {
  return tab?.value === "note" ? "note" : "reply";
}

function named(missing: string[]): string {
  return plural("{count} variable has no value: {names}", "{count} variables have no value: {names}", missing.length, { names: missing.join(", ") });
}
