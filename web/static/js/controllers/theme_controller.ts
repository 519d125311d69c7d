// Light or dark: shown at once, kept by the server behind.
import { Controller } from "@hotwired/stimulus";

export default class ThemeController extends Controller<HTMLFormElement> {
  private readonly submitted = (event: SubmitEvent): void => this.choose(event);

  override connect(): void {
    this.element.addEventListener("submit", this.submitted);
  }

  override disconnect(): void {
    this.element.removeEventListener("submit", this.submitted);
  }

  private choose(event: SubmitEvent): void {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    void fetch(this.element.action, { method: "POST", body: new URLSearchParams({ theme }), redirect: "manual" });
    button.value = isDark() ? "light" : "dark";
  }
}

function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "dark" || chosen === "light") return chosen === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}
