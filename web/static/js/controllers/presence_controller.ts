// Who else looks at a conversation, and who is answering it?
import { Controller } from "@hotwired/stimulus";
import { hear, type Person, type Presence } from "../live/news";
import { say } from "../live/socket";
import { openConversation, SHOWN_CONVERSATIONS } from "../live/watching";
import { me } from "../page/person";
import { icon } from "../page/icon";
import { avatar, staff } from "../page/staff";
import { t, plural } from "../page/words";

const SAY_EVERY_MILLISECONDS = 1000;
const IDLE_MILLISECONDS = 60_000;
const READ_EVERY_MILLISECONDS = 2000;
const WORDS_SHOWN = 80;

export default class PresenceController extends Controller<HTMLElement> {
  private readonly known = new Map<number, Person[]>();
  private readonly drafts = new Map<number, Person[]>();
  private stopListening: (() => void)[] = [];
  private saying = 0;
  private idling = 0;
  private reading = 0;
  private text = "";

  override connect(): void {
    this.stopListening = [
      hear("live:presence", (news) => this.take(this.known, news)),
      hear("live:drafts", (news) => this.take(this.drafts, news)),
      hear("live:applied", () => this.draw()),
    ];
    this.element.addEventListener("composer:typed", this.typed);
  }

  override disconnect(): void {
    window.clearTimeout(this.saying);
    window.clearTimeout(this.idling);
    window.clearTimeout(this.reading);
    this.element.removeEventListener("composer:typed", this.typed);
    for (const stop of this.stopListening) stop();
  }

  private take(book: Map<number, Person[]>, news: Presence): void {
    const others = news.people.filter((person) => person.user !== me());
    if (others.length) book.set(news.conversation, others);
    else book.delete(news.conversation);
    this.draw();
  }

  private draw(): void {
    for (const row of this.element.querySelectorAll<HTMLElement>(SHOWN_CONVERSATIONS)) {
      mark(row, this.known.get(Number(row.dataset["conversation"])) ?? []);
    }
    const open = Number(openConversation()?.dataset["conversation"]);
    this.drawNames(this.known.get(open) ?? []);
    this.drawKept((this.drafts.get(open) ?? []).filter((person) => person.is_replying));
    this.drawDraft(this.replying());
  }

  private drawNames(people: Person[]): void {
    const words = people.length ? plural("{names} is here", "{names} are here", people.length, { names: list(people) }) : "";
    write(this.element.querySelector("[data-presence-words]"), words);
    portray(this.element.querySelector("[data-presence-list]"), people);
  }

  // The composer shows what is mine, the line above what is being written now.
  private drawKept(writing: Person[]): void {
    const shown = new Set([me(), ...writing.map((person) => person.user)]);
    for (const kept of this.element.querySelectorAll<HTMLElement>("[data-writer]")) {
      kept.hidden = shown.has(kept.dataset["writer"] ?? "");
    }
  }

  // The banner has their first words; all of them are what the desk kept last.
  readDraft(): void {
    const open = this.element.querySelector<HTMLElement>("[data-replying-open]");
    open?.setAttribute("aria-expanded", String(open.ariaExpanded !== "true"));
    void this.showDraft();
  }

  // Of who went away the line above the composer has the beginning; all of it is asked for.
  async readKept({ target }: Event): Promise<void> {
    const details = target as HTMLDetailsElement;
    const place = details.querySelector<HTMLElement>("[data-draft-of]");
    const conversation = openConversation()?.dataset["conversation"] ?? "";
    if (details.open && place) write(place, await keptBy(conversation, place.dataset["draftOf"] ?? ""));
  }

  private async showDraft(): Promise<void> {
    const [open, place] = ["open", "draft"].map((one) => this.element.querySelector<HTMLElement>(`[data-replying-${one}]`));
    const conversation = openConversation()?.dataset["conversation"] ?? "";
    const replying = this.replying();
    window.clearTimeout(this.reading);
    if (!open || !place) return;
    if (!replying) open.ariaExpanded = "false";
    place.hidden = open.ariaExpanded !== "true";
    if (place.hidden || !replying) return;
    this.reading = window.setTimeout(() => void this.showDraft(), READ_EVERY_MILLISECONDS);
    write(place, await keptBy(conversation, replying.user));
  }

  private replying(): Person | undefined {
    const open = Number(openConversation()?.dataset["conversation"]);
    return (this.drafts.get(open) ?? []).find((person) => person.is_replying);
  }

  private drawDraft(replying: Person | undefined): void {
    const banner = this.element.querySelector<HTMLElement>("[data-replying]");
    if (!banner) return;
    banner.hidden = !replying;
    portray(banner.querySelector("[data-replying-who]"), replying ? [replying] : []);
    write(banner.querySelector("[data-replying-name]"), replying ? t("{name} is replying", { name: replying.name }) : "");
    write(banner.querySelector("[data-replying-words]"), replying?.words ? `“${replying.words}…”` : "");
  }

  private readonly typed = (event: Event): void => {
    this.text = (event as CustomEvent<{ text: string }>).detail.text;
    window.clearTimeout(this.idling);
    this.idling = window.setTimeout(() => this.say(""), IDLE_MILLISECONDS);
    if (!this.text) this.say("");
    this.saying ||= window.setTimeout(() => this.say(this.text), SAY_EVERY_MILLISECONDS);
  };

  private say(text: string): void {
    window.clearTimeout(this.saying);
    this.saying = 0;
    const open = openConversation();
    if (open) say("draft", { conversation: Number(open.dataset["conversation"]), words: text.trim().slice(0, WORDS_SHOWN) });
  }
}

async function keptBy(conversation: string, user: string): Promise<string> {
  const answer = await fetch(`/conversations/${conversation}/drafts/${user}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as { text: string }).text : t("Their draft cannot be read just now.");
}

function mark(row: HTMLElement, people: Person[]): void {
  const place = row.querySelector(".presence");
  const [first] = people.some((one) => one.is_replying) ? people.filter((one) => one.is_replying) : people;
  if (!first) return place?.remove();
  const span = place ?? document.createElement("span");
  span.className = first.is_replying ? "presence presence-reply" : "presence";
  const words = first.is_replying ? t("{name} replying", { name: first.name }) : t("{name} viewing", { name: first.name });
  if (span.textContent !== words) span.replaceChildren(icon(first.is_replying ? "pencil" : "eye", "i-s"), words);
  if (!place) row.querySelector(".who")?.prepend(span);
}

// Whom the page has no initials of is shown by the first letter of their name.
function portray(place: Element | null, people: Person[]): void {
  const shown = people.map(({ user, name }) => avatar(staff(user) ?? { id: user, name, initials: [...name].slice(0, 1).join("") }));
  const isSame = place?.children.length === shown.length && shown.every((one, at) => one.isEqualNode(place.children[at] ?? null));
  if (place && !isSame) place.replaceChildren(...shown);
}

function list(people: Person[]): string {
  return people.map((person) => person.name).join(", ");
}

function write(place: Element | null, words: string): void {
  if (place && place.textContent !== words) place.textContent = words;
}
