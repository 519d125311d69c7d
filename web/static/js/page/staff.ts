// Whom of the staff does the page know, and how is one of them drawn?

export interface Staff {
  id: string;
  name: string;
  initials: string;
}

// Whom the menu of the open conversation offers, or the bar of the picked.
export function staff(id: string): Staff | null {
  const choice = `select[name=assignee] > option[data-name][value="${CSS.escape(id)}"]`;
  const option = document.querySelector<HTMLOptionElement>(choice);
  return option && { id, name: option.dataset["name"] ?? "", initials: option.dataset["initials"] ?? "" };
}

// As `avatar` in web/marks.py draws it.
export function avatar(one: Staff): HTMLElement {
  const circle = document.createElement("span");
  circle.className = `av av-${(Number(one.id) % 5) + 1}`;
  circle.textContent = one.initials;
  circle.setAttribute("aria-hidden", "true");
  circle.title = one.name;
  return circle;
}
