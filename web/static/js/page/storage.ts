// What does this browser remember, when it may remember at all?
export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch (refused) {
    console.warn("This browser keeps nothing; drafts live only in this tab.", refused);
  }
}

export function recall<Kind>(key: string): Kind | null {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? null : (JSON.parse(kept) as Kind);
  } catch (unreadable) {
    console.warn("What this browser kept cannot be read.", unreadable);
    return null;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch (refused) {
    console.warn("This browser keeps nothing.", refused);
  }
}

export function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch (refused) {
    console.warn("This browser keeps nothing.", refused);
    return [];
  }
}
