// Which words could not be given to the desk, so that their author must say whether they still go?
import { me } from "./person";
import { forget, recall, remember } from "./storage";

export interface Unsent {
  token: string;
  text: string;
  mode: string;
}

// The moment may have passed by the time the desk answers again; nothing goes by itself.
export function rememberUnsent(conversation: number, words: Unsent): void {
  remember(key(conversation), words);
  tell(conversation);
}

export function forgetUnsent(conversation: number): void {
  forget(key(conversation));
  tell(conversation);
}

export function unsent(conversation: number): Unsent | null {
  return recall<Unsent>(key(conversation));
}

function tell(conversation: number): void {
  document.dispatchEvent(new CustomEvent("unsent:told", { detail: { conversation } }));
}

function key(conversation: number): string {
  return `hearback:unsent:${me()}:${conversation}`;
}
