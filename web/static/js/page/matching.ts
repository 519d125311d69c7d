// How well does a name fit what somebody typed?
const MARKS = /\p{M}/gu;

export function folded(text: string): string {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase();
}

// Each word typed must begin a word of the name, or stand in it, which counts less; 0 is no match.
export function fit(name: string, typed: string): number {
  const names = folded(name).split(/[^\p{L}\p{N}]+/u);
  let sum = 1;
  for (const word of folded(typed).split(/\s+/).filter(Boolean)) {
    const at = names.findIndex((one) => one.startsWith(word));
    if (at >= 0) sum += at === 0 ? 3 : 2;
    else if (names.some((one) => one.includes(word))) sum += 1;
    else return 0;
  }
  return sum;
}
