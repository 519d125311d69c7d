// Which news about the desk travel through this page?
export interface Row {
  id: number;
  version: number;
  html: string;
  belongs: string[];
  left: string;
  claimed: boolean;
  assignee: string;
  resolved: boolean;
  urgent: boolean;
  quiet: boolean;
}

export interface Pieces {
  id: number;
  version: number;
  pieces: Record<string, string>;
}

export interface Person {
  user: string;
  name: string;
  is_replying: boolean;
  words?: string;
}

export interface Presence {
  conversation: number;
  people: Person[];
}

export interface Line {
  id: number;
  name: string;
  at: number;
  version: number;
  html: string;
  question: boolean;
  waiting: boolean;
}

export interface Stream {
  post: number;
  lines: Line[];
  figures: string;
}

// What was counted, and when the server began to count, in its milliseconds.
export interface Counts {
  at: number;
  by_view: Record<string, number>;
}

// How many notifications are unread, and what the newest of them says.
export interface Standing {
  unread: number;
  newest: number;
  kind: string;
  words: string;
}

interface News {
  "live:rows": { rows: Row[]; isWhole?: boolean };
  "live:conversation": Pieces;
  "live:stream": Stream;
  "live:on-air": null;
  "live:counts": Counts;
  "live:notifications": Standing;
  "live:notified": { words: string; kind: string };
  "live:presence": Presence;
  "live:drafts": Presence;
  "live:appended": { count: number };
  "live:connection": { isUp: boolean };
  "live:let-go": null;
  "live:applied": null;
}

export function tell<Name extends keyof News>(name: Name, detail: News[Name]): void {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

export function hear<Name extends keyof News>(name: Name, listen: (news: News[Name]) => void): () => void {
  const listener = (event: Event): void => listen((event as CustomEvent<News[Name]>).detail);
  document.addEventListener(name, listener);
  return () => document.removeEventListener(name, listener);
}
