// Brings new words onto the page every few seconds, where nobody is typing.
const EVERY_MS = 4000;

const isBusy = (part) =>
  part.contains(document.activeElement) || part.querySelector("details[open]") !== null;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (next && !isBusy(part) && next.innerHTML !== part.innerHTML) part.replaceWith(next);
  }
}

setInterval(refresh, EVERY_MS);
