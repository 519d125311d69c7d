// Which words were written but not yet sent, and where are they kept?
import { Keeper } from "./keeper";

// A note keeps its own words, so that none slips into a public reply with a
// change of tab.
export type Drawer = "reply" | "note";

export interface Draft {
  text: string;
  mode: string;
}

export interface Kept extends Draft {
  drawer: Drawer;
  edition: string;
  at: string;
}

const DRAWERS = ["reply", "note"] as const;
const keepers = new Map<string, Keeper>();

// They outlive the page's pieces: words are still on their way when somebody
// has opened another conversation.
export function keeper(conversation: number, drawer: Drawer): Keeper {
  const key = `${conversation}:${drawer}`;
  const found = keepers.get(key) ?? new Keeper(conversation, drawer);
  keepers.set(key, found);
  return found;
}

export function keep(conversation: number, drawer: Drawer, draft: Draft): void {
  keeper(conversation, drawer).keep(draft);
}

export function kept(conversation: number, drawer: Drawer): Draft | null {
  return keeper(conversation, drawer).draft();
}

const PATIENCE_MILLISECONDS = 3000;

// A desk that does not answer holds nobody up for long who leaves.
export async function handOver(): Promise<void> {
  const patience = new Promise<void>((go) => setTimeout(go, PATIENCE_MILLISECONDS));
  const all = Promise.all([...keepers.values()].map((one) => one.handOver()));
  await Promise.race([all, patience]);
}

export function letGo(): void {
  for (const one of keepers.values()) one.letGo();
}

// A page may be older than what this browser knows: drawn ahead, or kept for going
// back. Says whether it could be believed.
export function learnFromPage(conversation: number, kept: Kept[]): boolean {
  const told = DRAWERS.map((drawer) => ({ keeper: keeper(conversation, drawer), kept: inside(drawer, kept) }));
  for (const one of told) if (one.keeper.isNew && one.keeper.mayBelieve(one.kept)) one.keeper.learn(one.kept);
  return told.every((one) => !one.keeper.isNew && one.keeper.knows(one.kept));
}

function inside(drawer: Drawer, kept: Kept[]): Kept | null {
  return kept.find((one) => one.drawer === drawer) ?? null;
}

export async function lookAgain(conversation: number): Promise<void> {
  try {
    const response = await fetch(`/conversations/${conversation}/drafts`, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const kept = (await response.json()) as Kept[];
    for (const drawer of DRAWERS) keeper(conversation, drawer).learn(inside(drawer, kept));
  } catch (failure) {
    console.info("What other tabs wrote is not known now.", failure);
  }
}
