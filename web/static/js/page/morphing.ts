// How does a fragment take the place of another without disturbing a person?
import { morphElements } from "@hotwired/turbo";

export function parsed(html: string): HTMLElement | null {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const root = template.content.firstElementChild;
  return root instanceof HTMLElement ? root : null;
}

export function morph(current: Element, html: string): void {
  const fresh = parsed(html);
  if (fresh) morphElements(current, fresh);
}

// What a person opened stays open, what they type in stays theirs even where it is
// about something that is settled, and a late answer is drawn neither into another
// conversation nor over what is newer.
export function protectPeople(): void {
  document.addEventListener("turbo:before-morph-attribute", (event) => {
    const { attributeName } = (event as CustomEvent<{ attributeName: string }>).detail;
    const element = event.target as Element;
    if (attributeName === "open" && element.matches("details, dialog")) event.preventDefault();
    if (attributeName === "tabindex" && element === document.activeElement) event.preventDefault();
    if (attributeName === "hidden" && element.matches("[data-keeps-hidden]")) event.preventDefault();
  });
  document.addEventListener("turbo:before-morph-element", (event) => {
    const element = event.target as Element;
    const isTaken = !(event as CustomEvent<{ newElement?: Element }>).detail.newElement;
    const isBeingWritten = "[data-keeps-words]:has(details[open] > [data-keeps-while-open])";
    if (isTaken && element.matches(isBeingWritten)) event.preventDefault();
    const isTyped = element === document.activeElement && element.matches("input, textarea, select");
    const isTheirs = "#conversation-composer, [data-keeps], details[open] > [data-keeps-while-open]";
    if (isTyped || element.matches(isTheirs)) event.preventDefault();
  });
  document.addEventListener("turbo:before-stream-render", (event) => {
    const stream = event.target as Element;
    if (isForAnother(stream) || isOlder(stream)) event.preventDefault();
  });
}

function isForAnother(stream: Element): boolean {
  const meant = drawnBy(stream);
  const open = document.getElementById("conversation");
  return Boolean(meant && open && meant.dataset["conversation"] !== open.dataset["conversation"]);
}

// Two acts are under way at once, and either answer may come first.
function isOlder(stream: Element): boolean {
  const meant = drawnBy(stream);
  const shown = document.getElementById(stream.getAttribute("target") ?? "");
  return Boolean(meant && shown && Number(meant.dataset["version"]) < Number(shown.dataset["version"]));
}

function drawnBy(stream: Element): HTMLElement | null {
  if (!stream.getAttribute("target")?.startsWith("conversation-")) return null;
  return stream.querySelector("template")?.content.querySelector<HTMLElement>("[data-conversation]") ?? null;
}
