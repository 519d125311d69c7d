// How does a script say something in the language of the page?
// What is not English comes from a script of its own, which the page loads before this one.
type Told = string | string[];

declare global {
  var hearbackWords: Record<string, Told> | undefined;
}

export const language = document.documentElement.lang || "en";
export const locale = `${language}-US`;

const forms = new Intl.PluralRules(language);

export function t(words: string, values: Record<string, string | number> = {}): string {
  const told = globalThis.hearbackWords?.[words];
  return filled(typeof told === "string" && told ? told : words, values);
}

export function plural(one: string, many: string, count: number, values: Record<string, string | number> = {}): string {
  const told = globalThis.hearbackWords?.[one];
  const known = Array.isArray(told) ? told : [one, many];
  // Spanish has a form for millions too; nobody counts so many here, and it reads like the last.
  const chosen = forms.select(count) === "one" ? known[0] : known.at(-1);
  return filled(chosen || many, { count: figure(count), ...values });
}

export function figure(count: number): string {
  return count.toLocaleString(locale);
}

function filled(words: string, values: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
