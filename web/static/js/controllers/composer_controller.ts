// How are words written, kept, counted and sent?
import { Controller } from "@hotwired/stimulus";
import { hear } from "../live/news";
import { type Drawer, keep, keeper, kept, type Kept, learnFromPage, lookAgain } from "../page/drafts";
import { counted, type Length } from "../page/length";
import { flaw, isBeyondKeeping, problemOf, type Written } from "../page/sendable";
import { toast } from "../page/toast";
import { forgetUnsent, rememberUnsent, type Unsent, unsent } from "../page/unsent";
import { freshToken } from "../page/tokens";
import { figure, t } from "../page/words";

interface Returned {
  conversation: number;
  text: string;
  audience: string;
  picture: { id: number; description: string } | null;
}

interface Settled {
  success?: boolean;
  fetchResponse?: { redirected: boolean; location: URL };
}

// Where the desk leads whoever is not signed in any more, or locked. It took no words then.
const GATES = ["/sign-in", "/lock"];
const COUNT_AFTER_MILLISECONDS = 200;
const NEAR = 0.9;

export default class ComposerController extends Controller<HTMLFormElement> {
  static override targets = ["tab", "text", "token", "count", "goes", "send", "verb", "missing", "kept", "editions", "resolve"];
  static override values = { conversation: Number, lengthUrl: String, given: Boolean, kept: Array, longest: Number };
  declare readonly tabTargets: HTMLInputElement[];
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly tokenTarget: HTMLInputElement;
  declare readonly countTarget: HTMLElement;
  declare readonly goesTarget: HTMLElement;
  declare readonly sendTarget: HTMLButtonElement;
  declare readonly verbTarget: HTMLElement;
  declare readonly resolveTargets: HTMLButtonElement[];
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
  private leaving = nothing("reply");
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
      this.on(this.element, "submit", (event) => this.submitted(event)),
      this.on(this.element, "turbo:submit-start", (event) => this.left(event)),
      this.on(this.element, "turbo:submit-end", (event) => this.settled(event)),
      this.on(this.element, "turbo:fetch-request-error", (event) => this.unreached(event)),
      this.on(document, "page:shut", () => this.shut()),
      this.on(document, "composer:return", (event) => this.takeBack(event)),
      this.on(document, "sending:arrived", (event) => this.arrived(event)),
      this.on(this.element, "draft:taken", () => this.refill()),
      this.on(this.element, "draft:woken", () => this.woken()),
      this.on(this.element, "picture:changed", () => this.judge()),
      hear("live:connection", ({ isUp }) => isUp && this.weigh()),
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
    this.rememberAttempt();
    this.weigh();
  }

  // After a reload too the same words are the same attempt.
  private rememberAttempt(): void {
    const known = unsent(this.conversationValue);
    if (!known) return;
    if (document.querySelector(`#conversation-thread [data-token="${CSS.escape(known.token)}"]`)) return this.giveUp(known);
    if (known.text !== this.textTarget.value || known.mode !== this.element.dataset["mode"]) return;
    this.tokenTarget.value = known.token;
    this.attempted = this.attempt();
  }

  private fill(): void {
    const text = this.begun(this.drawer);
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
    if (!this.textTarget.value && !this.isSending) forgetUnsent(this.conversationValue);
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
    this.textTarget.value = this.begun(drawer);
  }

  // What is on its way stays kept until it has arrived, but stands here no more.
  private begun(drawer: Drawer): string {
    const text = kept(this.conversationValue, drawer)?.text ?? "";
    const left = drawer === this.leaving.drawer ? this.leaving.text : "";
    return left && text.startsWith(left) ? text.slice(left.length).trimStart() : text;
  }

  private showMode(): void {
    const tab = this.tab();
    if (!tab) return;
    const { goes, verb, url, asks } = tab.dataset;
    this.element.dataset["mode"] = tab.value;
    this.goesTarget.textContent = goes ?? "";
    this.textTarget.placeholder = asks ?? "";
    this.verbTarget.textContent = verb ?? "";
    for (const button of this.buttons()) {
      button.classList.remove("btn-public", "btn-private", "btn-note");
      button.classList.add(`btn-${tab.value}`);
    }
    for (const button of this.resolveTargets) button.hidden = tab.value === "note";
    if (url) this.element.action = url;
    this.dispatch("mode");
  }

  private remember(): void {
    keep(this.conversationValue, this.drawer, this.draft());
  }

  // Words that changed since an attempt are another attempt: the server would
  // answer the old token with the old words.
  private submitted(event: Event): void {
    const problem = problemOf(this.written());
    if (problem || this.isSending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!this.isSending) toast(problem);
      return;
    }
    const attempt = this.attempt();
    if (attempt !== this.attempted) this.tokenTarget.value = freshToken();
    this.attempted = attempt;
    this.editionsTarget.value = keeper(this.conversationValue, this.drawer).editions();
    this.isSending = true;
    this.judge();
  }

  // The words are in the request by now; the thread shows them, and whatever is
  // typed from here on is new.
  private left(event: Event): void {
    const { formSubmission } = (event as CustomEvent<{ formSubmission: { submitter?: HTMLElement } }>).detail;
    this.leaving = { ...this.draft(), token: this.tokenTarget.value, drawer: this.drawer };
    const resolves = this.resolveTargets.some((button) => button === formSubmission.submitter);
    this.dispatch("sending", { detail: { ...this.leaving, conversation: this.conversationValue, resolves } });
    this.textTarget.value = "";
    this.weigh();
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
    const { success, fetchResponse } = (event as CustomEvent<Settled>).detail;
    this.isSending = false;
    if (isShutOut(fetchResponse)) {
      this.rememberLeft();
      return this.putBack();
    }
    // Refused is not unreached: the answer says why, and nothing waits to be sent.
    if (success === false) forgetUnsent(this.conversationValue);
    if (success) this.empty();
    else this.putBack();
    this.judge();
  }

  private putBack(): void {
    const { text, drawer } = this.leaving;
    this.leaving = nothing(drawer);
    if (drawer === this.drawer) this.textTarget.value = joined(text, this.textTarget.value);
    this.dispatch("unsent");
    this.remember();
    this.weigh();
  }

  private arrived(event: Event): void {
    const { token } = (event as CustomEvent<{ token: string }>).detail;
    const known = this.isSending ? null : unsent(this.conversationValue);
    if (known?.token === token) this.giveUp(known);
  }

  // The answer was lost, and yet the desk had taken the words.
  private giveUp(known: Unsent): void {
    if (this.textTarget.value === known.text) this.textTarget.value = "";
    this.leaving = nothing(known.mode === "note" ? "note" : "reply");
    this.empty();
  }

  private unreached(event: Event): void {
    event.preventDefault();
    this.rememberLeft();
  }

  // Nobody is here any more to hear what became of it.
  private shut(): void {
    if (this.isSending) this.rememberLeft();
  }

  private rememberLeft(): void {
    const { token, text, mode } = this.leaving;
    rememberUnsent(this.conversationValue, { token, text, mode });
  }

  private empty(): void {
    const { drawer } = this.leaving;
    this.leaving = nothing(drawer);
    this.attempted = "";
    forgetUnsent(this.conversationValue);
    keeper(this.conversationValue, drawer).sent();
    this.forgetAnswer();
    this.dispatch("sent");
    if (drawer === this.drawer) this.remember();
    else keep(this.conversationValue, drawer, { text: "", mode: "" });
    this.dispatch("typed", { detail: { text: "" } });
    this.weigh();
  }

  // A colleague was quicker, and what they wrote says it all.
  discard(): void {
    this.textTarget.value = "";
    this.foldAnswer();
    this.remember();
    this.weigh();
    this.dispatch("typed", { detail: { text: "" } });
    this.textTarget.focus();
  }

  // Whoever has read it once is not stopped by it again.
  private foldAnswer(): void {
    const known = this.element.querySelector("#just-answered [name=known_answer]");
    this.element.querySelector("#just-answered")?.replaceChildren(...(known ? [known] : []));
  }

  private forgetAnswer(): void {
    this.element.querySelector("#just-answered")?.replaceChildren();
  }

  // What was taken back comes before what was begun meanwhile.
  private takeBack(event: Event): void {
    const { conversation, text, audience, ...more } = (event as CustomEvent<Returned>).detail;
    if (conversation !== this.conversationValue) return;
    this.choose(audience);
    if (this.drawer !== "reply") this.swap("reply");
    this.textTarget.value = joined(text, this.textTarget.value);
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
    if (isBeyondKeeping(this.written())) return;
    this.asking = new AbortController();
    const length = await counted(this.lengthUrlValue, this.textTarget.value, this.tab()?.value ?? "", this.asking.signal);
    if (length) this.showCount(length);
    else if (!this.asking.signal.aborted) this.countTarget.textContent = "";
  }

  private showCount({ length, limit, too_long: isTooLong }: Length): void {
    this.isTooLong = isTooLong;
    this.countTarget.textContent =
      limit === null ? figure(length) : `${figure(length)} / ${figure(limit)}`;
    this.countTarget.classList.toggle("is-near", limit !== null && !isTooLong && length > limit * NEAR);
    this.countTarget.classList.toggle("is-over", isTooLong);
    this.judge();
  }

  // aria-disabled, not disabled: the button keeps its focus and can say why.
  private judge(): void {
    const written = this.written();
    this.textTarget.classList.toggle("is-huge", isBeyondKeeping(written));
    const isNotReady = Boolean(problemOf(written)) || this.isSending;
    for (const button of this.buttons()) button.setAttribute("aria-disabled", String(isNotReady));
    if (!this.hasMissingTarget) return;
    const wrong = flaw(written);
    this.missingTarget.hidden = !wrong;
    this.missingTarget.textContent = wrong;
  }

  private buttons(): HTMLButtonElement[] {
    return [this.sendTarget, ...this.resolveTargets];
  }

  private written(): Written {
    const [text, hasPicture] = [this.textTarget.value, Boolean(this.picture())];
    return { text, hasPicture, tab: this.tab(), isTooLong: this.isTooLong, longest: this.longestValue };
  }

  private choose(mode: string): void {
    const tab = this.tabTargets.find((one) => one.value === mode && !one.disabled);
    if (tab) tab.checked = true;
  }

  private draft(): { text: string; mode: string } {
    const { text, drawer } = this.leaving;
    const words = drawer === this.drawer ? joined(text, this.textTarget.value) : this.textTarget.value;
    return { text: words, mode: this.element.dataset["mode"] ?? "" };
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

function nothing(drawer: Drawer): Unsent & { drawer: Drawer } {
  return { text: "", mode: "", token: "", drawer };
}

function isShutOut(answer: Settled["fetchResponse"]): boolean {
  return Boolean(answer?.redirected && GATES.includes(answer.location.pathname));
}

function joined(...words: string[]): string {
  return words.filter(Boolean).join("\n\n");
}

function drawerOf(tab: HTMLInputElement | undefined): Drawer {
  return tab?.value === "note" ? "note" : "reply";
}
