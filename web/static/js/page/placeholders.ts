// Which variables of a canned response still have no value?
const PLACEHOLDER = /\{\{\s*([^{}]{1,60}?)\s*\}\}/g;

export function unfilled(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((found) => found[1] ?? ""))];
}
