// How is a sentence shown that needs no answer?
const SHOWN_MILLISECONDS = 8000;

export function toast(sentence: string): void {
  const place = document.getElementById("toasts");
  if (!place) return;
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = sentence;
  place.append(line);
  fade(line);
}

// Toasts that the server put there leave after the same time; what can be taken back stays.
export function watchToasts(): void {
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node instanceof HTMLElement && node.matches("#toasts > .toast")) fade(node);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
}

function fade(line: HTMLElement): void {
  if (line.dataset["fading"]) return;
  line.dataset["fading"] = "true";
  setTimeout(() => line.remove(), SHOWN_MILLISECONDS);
}
