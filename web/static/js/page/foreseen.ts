// What will a row, a head and the details show once the server has done what a form asks for?
import { leave, stay } from "./leaving";
import { me } from "./person";
import { avatar, staff, type Staff } from "./staff";
import { t } from "./words";

type Show = (place: HTMLElement) => void;

const FORESIGHTS: Record<string, (asked: FormData) => Show> = {
  claim: () => assigned(staff(me())),
  assign: (asked) => assigned(staff(text(asked, "assignee"))),
  release: () => assigned(null),
  tag: (asked) => tagged(text(asked, "name")),
  untag: (asked) => untagged(text(asked, "name")),
  priority: (asked) => prioritised(text(asked, "priority")),
  urgent: () => prioritised("urgent"),
  resolve: () => headed(t("Resolved")),
  reopen: () => reopened,
};

export function foreseen(form: HTMLFormElement, submitter: HTMLElement | null): Show | null {
  // In the bar of the picked each button does something else.
  const asks = form.id === "picked" ? (submitter?.dataset ?? {}) : form.dataset;
  const foresight = FORESIGHTS[asks["foresees"] ?? ""];
  const word = asks["shows"];
  if (!foresight && !word) return null;
  const asked = new FormData(form, submitter);
  const show = foresight?.(asked);
  const leavesWaiting = asked.get("act") === "resolve" && !asked.get("reason");
  return (place) => {
    if (leavesWaiting && "waits" in place.dataset) return;
    if (word && isRow(place) && !place.classList.contains("is-leaving")) leave(place, word);
    show?.(place);
  };
}

function assigned(to: Staff | null): Show {
  return (place) => {
    if (isRow(place)) return assignRow(place, to);
    for (const claim of place.querySelectorAll<HTMLElement>("form[data-foresees=claim]")) claim.hidden = to !== null;
    const now = place.querySelector("details[id^=assignee-] > summary > .av");
    now?.nextElementSibling?.replaceWith(called(to));
    now?.replaceWith(drawn(to));
  };
}

function assignRow(row: HTMLElement, to: Staff | null): void {
  const who = row.querySelector(".who");
  for (const before of who?.querySelectorAll(":scope > :not(.num)") ?? []) before.remove();
  who?.append(drawn(to));
  if (to) who?.append(made("span", "vh", t("Assigned to {name}", { name: to.name })));
  row.dataset["assignee"] = to?.id ?? "";
  row.classList.toggle("is-mine", to?.id === me());
}

function tagged(name: string): Show {
  return (place) => {
    if (!name || tagsOf(place, name).length) return;
    if (isRow(place)) place.querySelector(".tags")?.append(made("bdi", "tag", name));
    const chip = made("span", "chip", "");
    chip.append(made("bdi", "", name));
    place.querySelector("details[id^=tagging-]")?.before(chip);
  };
}

// The form that asks for it stands in the chip, and must stay for its answer.
function untagged(name: string): Show {
  return (place) => {
    for (const tag of tagsOf(place, name)) (tag.closest<HTMLElement>(".chip") ?? tag).hidden = true;
  };
}

function tagsOf(place: HTMLElement, name: string): HTMLElement[] {
  const all = [...place.querySelectorAll<HTMLElement>(".tags > .tag, .chips > .chip > bdi")];
  return all.filter((tag) => tag.textContent === name && !tag.closest("[hidden]"));
}

function prioritised(priority: string): Show {
  const isUrgent = priority === "urgent";
  return (place) => {
    if (isRow(place)) return void place.classList.toggle("is-urgent", isUrgent);
    place.querySelector(".clock-waits")?.classList.toggle("clock-urgent", isUrgent);
    place.querySelector("form[data-foresees=priority] > .btn-icon")?.classList.toggle("btn-urgent", isUrgent);
    const option = place.querySelector(`select[name=priority] > option[value="${CSS.escape(priority)}"]`);
    const words = [...(place.querySelector("details[id^=priority-] > summary")?.childNodes ?? [])];
    const word = words.find((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    if (word && option) word.textContent = option.textContent;
  };
}

function headed(words: string): Show {
  return (place) => {
    const clock = place.querySelector(".clock");
    clock?.classList.remove("clock-waits", "clock-urgent");
    clock?.querySelector(":scope > span:not(.end)")?.replaceChildren(words);
  };
}

function reopened(place: HTMLElement): void {
  headed(t("Open again"))(place);
  if (!isRow(place)) return;
  if (place.classList.contains("is-leaving")) stay(place);
  else leave(place, t("Open again"));
}

function isRow(place: HTMLElement): boolean {
  return place.classList.contains("row");
}

function drawn(one: Staff | null): Node {
  if (one) return avatar(one);
  return document.querySelector<HTMLTemplateElement>("#nobody")?.content.cloneNode(true) ?? new Text();
}

function called(one: Staff | null): HTMLElement {
  if (one) return made("bdi", "", one.id === me() ? t("You") : one.name);
  const words = made("span", "", t("Unassigned"));
  words.setAttribute("aria-hidden", "true");
  return words;
}

function made(name: string, className: string, words: string): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = words;
  return element;
}

function text(asked: FormData, name: string): string {
  return String(asked.get(name) ?? "").trim();
}
