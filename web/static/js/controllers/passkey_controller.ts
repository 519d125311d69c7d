// How does a browser make a passkey, or let one sign?
import { Controller } from "@hotwired/stimulus";
import { t } from "../page/words";

export default class PasskeyController extends Controller<HTMLFormElement> {
  static override targets = ["answer", "problem", "button"];
  static override values = { challenge: String };
  declare readonly answerTarget: HTMLInputElement;
  declare readonly problemTarget: HTMLElement;
  declare readonly buttonTarget: HTMLButtonElement;
  declare readonly challengeValue: string;

  override connect(): void {
    this.element.hidden = !("PublicKeyCredential" in window);
  }

  make(event: Event): void {
    void this.answer(event, async (asked) => navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked as PublicKeyCredentialCreationOptionsJSON),
    }));
  }

  sign(event: Event): void {
    void this.answer(event, async (asked) => navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked as PublicKeyCredentialRequestOptionsJSON),
    }));
  }

  // The form is sent as without scripts, once it holds the answer.
  private async answer(event: Event, ask: (asked: unknown) => Promise<Credential | null>): Promise<void> {
    event.preventDefault();
    this.buttonTarget.disabled = true;
    try {
      const response = await fetch(this.challengeValue, { method: "POST", headers: { Accept: "application/json" } });
      // Whoever signed in some time ago shows first, on a page of its own, that it is them.
      if (response.status === 403) return location.assign(`/proof?next=${encodeURIComponent(location.pathname)}`);
      const made = await ask(await response.json()) as PublicKeyCredential;
      this.answerTarget.value = JSON.stringify(made.toJSON());
      HTMLFormElement.prototype.submit.call(this.element);
    } catch (refused) {
      console.info("The passkey was not used.", refused);
      this.problemTarget.textContent = t("The passkey was not used. Try again, or use a code.");
      this.problemTarget.hidden = false;
      this.buttonTarget.disabled = false;
    }
  }
}
