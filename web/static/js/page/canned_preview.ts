// How would a canned response read here?
import type { Offer } from "./canned_offer";
import { marked } from "./placeholders";
import { t } from "./words";

export function preview(offer: Offer | undefined): Node[] {
  if (!offer) return [];
  if (!offer.isSayable) return [paragraph("muted", offer.objection)];
  return [languages(offer), words(offer), ...remarks(offer)];
}

export function paragraph(name: string, said: string): HTMLElement {
  const element = document.createElement("p");
  element.className = name;
  element.dir = "auto";
  element.textContent = said;
  return element;
}

function words(offer: Offer): HTMLElement {
  const element = paragraph("preview-text", "");
  element.lang = offer.language;
  element.append(...marked(offer.text));
  return element;
}

function languages(offer: Offer): HTMLElement {
  const row = document.createElement("p");
  row.className = "chips";
  row.hidden = offer.languages.length < 2;
  row.append(...offer.languages.map((language) => button(language, language === offer.language)));
  return row;
}

function button(language: string, isShown: boolean): HTMLElement {
  const element = document.createElement("button");
  element.type = "button";
  element.tabIndex = -1;
  element.className = "chip chip-btn";
  element.dataset["speak"] = language;
  element.setAttribute("aria-pressed", String(isShown));
  element.textContent = language.toUpperCase();
  return element;
}

function remarks(offer: Offer): HTMLElement[] {
  const missing = offer.missing.map((one) => one.words);
  return [
    ...(missing.length ? [paragraph("field-error", t("You are asked for: {names}", { names: missing.join(", ") }))] : []),
    ...offer.waiting.map((language) => paragraph("hint", t("{language} waits for approval.", { language }))),
    ...(offer.isOverdue ? [paragraph("hint", t("Somebody was to look at these words again by now."))] : []),
    ...(offer.languages.length > 1 ? [paragraph("hint", t("→ shows the next language."))] : []),
  ];
}
