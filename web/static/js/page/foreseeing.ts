// How does the screen show an act before the server has answered, and go back when it refuses?
import { morph } from "./morphing";

export interface Act {
  conversation: string;
  show(place: HTMLElement): void;
}

// A place as the server drew it last, what is drawn over it, and over which of its drawings
// that had to be drawn again.
interface Stood {
  conversation: string;
  html: string;
  acts: Act[];
  again: Set<Act>;
}

const stood = new Map<string, Stood>();

export function foresee(act: Act): void {
  for (const place of placesOf(act.conversation)) {
    remembered(place, act.conversation).acts.push(act);
    act.show(place);
  }
}

// What was done, the news say; what was refused stands again as the server has it. So does
// what was drawn over a later drawing: that may know already what came after the act.
export function settle(act: Act, isDone: boolean): void {
  for (const [id, known] of stood) {
    if (!known.acts.includes(act)) continue;
    known.acts = known.acts.filter((one) => one !== act);
    if (!isDone || known.again.has(act)) goBack(id, known);
    if (!known.acts.length) stood.delete(id);
  }
}

// News of something else must not take away what is still on its way.
export function redrawn(place: HTMLElement): void {
  const known = stood.get(place.id);
  if (!known || !isOf(place, known)) return;
  known.html = place.outerHTML;
  known.again = new Set(known.acts);
  for (const act of known.acts) act.show(place);
}

function remembered(place: HTMLElement, conversation: string): Stood {
  const known = stood.get(place.id);
  if (known && isOf(place, known)) return known;
  const fresh = { conversation, html: place.outerHTML, acts: [], again: new Set<Act>() };
  stood.set(place.id, fresh);
  return fresh;
}

function goBack(id: string, known: Stood): void {
  const place = document.getElementById(id);
  if (place && isOf(place, known)) morph(place, known.html);
}

function isOf(place: HTMLElement, known: Stood): boolean {
  return place.dataset["conversation"] === known.conversation;
}

function placesOf(conversation: string): HTMLElement[] {
  return [`row-${conversation}`, "conversation-head", "conversation-details"]
    .map((id) => document.getElementById(id))
    .filter((place) => place?.dataset["conversation"] === conversation) as HTMLElement[];
}
