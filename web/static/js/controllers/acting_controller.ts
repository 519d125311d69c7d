// What does a row show while an act upon it is still on its way to the server?
import { Controller } from "@hotwired/stimulus";
import { leave, stay } from "../page/leaving";
import { toast } from "../page/toast";
import { t } from "../page/words";

export default class ActingController extends Controller<HTMLElement> {
  private readonly started = (event: Event): void => this.show(event.target as HTMLFormElement);
  private readonly ended = (event: Event): void => this.settle(event as CustomEvent<Ending>);

  override connect(): void {
    document.addEventListener("turbo:submit-start", this.started);
    document.addEventListener("turbo:submit-end", this.ended);
  }

  override disconnect(): void {
    document.removeEventListener("turbo:submit-start", this.started);
    document.removeEventListener("turbo:submit-end", this.ended);
  }

  private show(form: HTMLFormElement): void {
    const word = form.dataset["shows"];
    if (!word) return;
    for (const row of rowsOf(form)) {
      if (!row.classList.contains("is-leaving")) leave(row, word);
      row.dataset["acting"] = "";
    }
  }

  // What was done, the news say. What was refused stands again as it was.
  private settle(event: CustomEvent<Ending>): void {
    const form = event.target as HTMLFormElement;
    if (event.detail.error) toast(t("The desk does not answer, so nothing was changed. Try again in a moment."));
    for (const row of rowsOf(form)) {
      if (!event.detail.success && "acting" in row.dataset) stay(row);
      delete row.dataset["acting"];
    }
  }
}

interface Ending {
  success: boolean;
  error?: unknown;
}

function rowsOf(form: HTMLFormElement): HTMLElement[] {
  const picked = new FormData(form).getAll("conversation").map(String);
  const named = /^\/conversations\/(\d+)\//.exec(new URL(form.action).pathname)?.[1];
  return [...picked, ...(named ? [named] : [])]
    .map((id) => document.getElementById(`row-${id}`))
    .filter((row) => row !== null);
}
