// Which variables of a canned response still have no value?
const PLACEHOLDER = /\{\{([^{}]{1,80})\}\}/g;

export function unfilled(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(name))];
}

export function filled(text: string, values: Map<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, inside: string) => values.get(inside.trim()) || whole);
}

// The words between the placeholders, and the placeholders themselves, marked.
export function marked(text: string): Node[] {
  return text.split(/(\{\{[^{}]{1,80}\}\})/).filter(Boolean).map((piece) => {
    if (!piece.startsWith("{{")) return document.createTextNode(piece);
    const mark = document.createElement("span");
    mark.className = "var-missing";
    mark.textContent = piece.slice(2, -2).trim();
    return mark;
  });
}

function name(found: RegExpMatchArray): string {
  return found[1]?.trim() || found[0];
}
