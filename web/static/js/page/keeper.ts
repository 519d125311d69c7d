// How does one draft get to the server, and what if the server has other words?
import type { Draft, Drawer, Kept } from "./drafts";
import { me } from "./person";
import { forget, recall, remember } from "./storage";
import { freshToken } from "./tokens";
import { t } from "./words";

export interface Doubt {
  why: string;
  newer: Kept | null;
  canChoose: boolean;
}

// Words the server has not taken, with the editions their writer had seen.
interface Unsaved extends Draft {
  seen: string[];
}

const SAVE_AFTER_MILLISECONDS = 700;
const AGAIN_AFTER_MILLISECONDS = 5000;
const MOST_SEEN = 40;
const TRIES = 10;
const BETWEEN_TRIES_MILLISECONDS = 100;
const NONE = "";
const CHANGED = t("You wrote something else here in another tab or browser. Nothing was overwritten: look at both, then keep one.");

export class Keeper {
  doubt: Doubt | null = null;
  isNew = true;
  private words: Draft = { text: "", mode: "" };
  private seen: string[] = [NONE];
  private isSaved = true;
  private isSaving = false;
  private timer = 0;

  constructor(private readonly conversation: number, private readonly drawer: Drawer) {
    const unsaved = recall<Partial<Unsaved>>(this.key());
    if (!unsaved?.text) return;
    this.words = { text: unsaved.text, mode: unsaved.mode ?? "" };
    this.seen = unsaved.seen ?? [NONE];
    this.isSaved = false;
  }

  draft(): Draft | null {
    return this.words.text ? this.words : null;
  }

  editions(): string {
    return this.seen.join(" ");
  }

  keep(draft: Draft): void {
    if (draft.text === this.words.text && (draft.mode === this.words.mode || !draft.text)) return;
    this.words = draft;
    this.isSaved = false;
    this.store();
    this.later(SAVE_AFTER_MILLISECONDS);
  }

  knows(kept: Kept | null): boolean {
    return this.doubt !== null || this.seen.includes(kept?.edition ?? NONE);
  }

  // A page that was drawn before the server took these words does not have them yet.
  mayBelieve(kept: Kept | null): boolean {
    const taken = recall<string>(this.takenKey());
    return taken === null || taken === (kept?.edition ?? NONE);
  }

  // The server gave up the draft with what was sent; what is written from here on is new.
  sent(): void {
    forget(this.takenKey());
    this.see(NONE);
  }

  // Words of this tab that never reached the server are not lost to what it has.
  learn(kept: Kept | null): void {
    const edition = kept?.edition ?? NONE;
    this.isNew = false;
    if (this.isSaving) return;
    if (this.isSaved) {
      this.words = kept ?? { text: "", mode: "" };
      this.seen = [edition];
      this.settle();
    } else if (this.seen.includes(edition) || kept?.text === this.words.text) {
      this.see(edition);
      this.later(0);
    } else {
      this.doubtThat({ why: CHANGED, newer: kept, canChoose: true });
    }
  }

  takeNewer(): void {
    const newer = this.doubt?.newer ?? null;
    this.isSaved = true;
    this.doubt = null;
    this.learn(newer);
  }

  keepMine(): void {
    this.see(this.doubt?.newer?.edition ?? NONE);
    this.doubt = null;
    this.tell();
    this.later(0);
  }

  async handOver(): Promise<void> {
    for (let tries = 0; !this.isSaved && !this.doubt && tries < TRIES; tries += 1) {
      await this.save();
      if (!this.isSaved) await new Promise((go) => setTimeout(go, BETWEEN_TRIES_MILLISECONDS));
    }
  }

  // Their person signed out: another tab must not write down again what went with them.
  letGo(): void {
    window.clearTimeout(this.timer);
    this.isSaved = true;
    forget(this.key());
    forget(this.takenKey());
  }

  private later(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), milliseconds);
  }

  private async save(): Promise<void> {
    if (this.isSaving || this.isSaved || this.doubt?.canChoose) return;
    const words = this.words;
    const body = this.form(words);
    this.isSaving = true;
    try {
      const response = await fetch(`/conversations/${this.conversation}/drafts`, {
        method: "POST", body, headers: { Accept: "application/json" },
      });
      await this.answered(response, words);
    } catch (failure) {
      console.info("The draft waits in this browser.", failure);
      this.later(AGAIN_AFTER_MILLISECONDS);
    } finally {
      this.isSaving = false;
    }
    if (words !== this.words) this.later(SAVE_AFTER_MILLISECONDS);
  }

  // The edition is seen before it is sent: its answer may never come.
  private form(words: Draft): FormData {
    const body = new FormData();
    const edition = freshToken();
    body.set("editions", this.editions());
    this.see(edition);
    body.set("edition", edition);
    body.set("text", words.text);
    body.set("audience", this.drawer === "note" ? "note" : words.mode || "public");
    return body;
  }

  private async answered(response: Response, words: Draft): Promise<void> {
    if (response.ok) {
      const kept = (await response.json()) as Kept | null;
      this.seen = [kept?.edition ?? NONE];
      if (words !== this.words) return this.store();
      this.isSaved = true;
      this.settle();
    } else if (response.status === 401) {
      this.doubtThat({ why: t("You are signed out. These words are kept in this browser; sign in again and they are here."), newer: null, canChoose: false });
      this.later(AGAIN_AFTER_MILLISECONDS);
    } else if (response.status < 500) {
      await this.refused(response);
    } else {
      this.later(AGAIN_AFTER_MILLISECONDS);
    }
  }

  private async refused(response: Response): Promise<void> {
    const { detail, newer } = (await response.json()) as { detail: string; newer?: Kept | null };
    const isConflict = response.status === 409;
    if (isConflict && !this.words.text && !newer) return this.learnNothing();
    this.doubtThat({ why: detail, newer: newer ?? null, canChoose: isConflict });
  }

  private learnNothing(): void {
    this.isSaved = true;
    this.learn(null);
  }

  private doubtThat(doubt: Doubt): void {
    this.doubt = doubt;
    this.tell();
  }

  private settle(): void {
    this.doubt = null;
    forget(this.key());
    this.rememberTaken(this.seen.at(-1) ?? NONE);
    this.tell();
  }

  private see(edition: string): void {
    this.seen = [...this.seen.filter((one) => one !== edition), edition].slice(-MOST_SEEN);
    this.store();
  }

  private store(): void {
    if (!this.isSaved && this.words.text) remember(this.key(), { ...this.words, seen: this.seen });
    else forget(this.key());
  }

  private rememberTaken(edition: string): void {
    if (edition === NONE) forget(this.takenKey());
    else remember(this.takenKey(), edition);
  }

  private tell(): void {
    const detail = { conversation: this.conversation, drawer: this.drawer };
    document.dispatchEvent(new CustomEvent("draft:told", { detail }));
  }

  private key(): string {
    return `hearback:draft:${me()}:${this.conversation}:${this.drawer}`;
  }

  private takenKey(): string {
    return `${this.key()}:taken`;
  }
}
