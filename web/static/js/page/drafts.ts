// Which words were written but not yet taken by the server?
import { me } from "./person";
import { forget, recall, remember } from "./storage";

// A note keeps its own words, so that none slips into a public reply with a
// change of tab.
export type Drawer = "reply" | "note";

export interface Draft {
  text: string;
  mode: string;
}

function key(conversation: number, drawer: Drawer): string {
  return `hearback:draft:${me()}:${conversation}:${drawer}`;
}

export function keep(conversation: number, drawer: Drawer, draft: Draft): void {
  if (draft.text) remember(key(conversation, drawer), draft);
  else forget(key(conversation, drawer));
}

export function kept(conversation: number, drawer: Drawer): Draft | null {
  return recall<Draft>(key(conversation, drawer));
}
