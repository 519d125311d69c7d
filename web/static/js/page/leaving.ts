// How does a row say, where it stands, that it has left the view or is about to?
export function leave(row: HTMLElement, reason: string): void {
  row.classList.add("is-leaving");
  row.dataset["left"] = "";
  const word = row.querySelector<HTMLElement>(".row-left") ?? document.createElement("span");
  word.className = "row-left";
  word.textContent = reason;
  row.querySelector(".row-foot")?.prepend(word);
}

export function stay(row: HTMLElement): void {
  row.classList.remove("is-leaving");
  row.querySelector(".row-left")?.remove();
  delete row.dataset["left"];
}
