// What does the desk show while an act is still on its way to the server?
import { Controller } from "@hotwired/stimulus";
import { type Act, foresee, redrawn, settle } from "../page/foreseeing";
import { foreseen } from "../page/foreseen";
import { toast } from "../page/toast";
import { t } from "../page/words";

export default class ActingController extends Controller<HTMLElement> {
  private readonly acts = new WeakMap<Submission, Act[]>();
  private readonly leaving = (event: Event): void => unstoppable(event as CustomEvent<Request>);
  private readonly drawn = (event: Event): void => redrawn(event.target as HTMLElement);
  private readonly started = (event: Event): void => this.show((event as CustomEvent<Beginning>).detail.formSubmission);
  private readonly ended = (event: Event): void => this.settle((event as CustomEvent<Ending>).detail);

  override connect(): void {
    document.addEventListener("turbo:before-fetch-request", this.leaving);
    document.addEventListener("turbo:morph-element", this.drawn);
    document.addEventListener("turbo:submit-start", this.started);
    document.addEventListener("turbo:submit-end", this.ended);
  }

  override disconnect(): void {
    document.removeEventListener("turbo:before-fetch-request", this.leaving);
    document.removeEventListener("turbo:morph-element", this.drawn);
    document.removeEventListener("turbo:submit-start", this.started);
    document.removeEventListener("turbo:submit-end", this.ended);
  }

  private show(submission: Submission): void {
    const show = foreseen(submission.formElement, submission.submitter ?? null);
    if (!show) return;
    const acts = conversationsOf(submission.formElement).map((conversation) => ({ conversation, show }));
    this.acts.set(submission, acts);
    for (const act of acts) foresee(act);
  }

  // Of several that were picked, some may refuse.
  private settle({ formSubmission, success, error, fetchResponse }: Ending): void {
    if (error) toast(t("The desk does not answer, so nothing was changed. Try again in a moment."));
    const left = fetchResponse?.header("Hearback-Left")?.split(" ") ?? [];
    for (const act of this.acts.get(formSubmission) ?? []) {
      settle(act, Boolean(success) && !left.includes(act.conversation));
    }
  }
}

interface Submission {
  formElement: HTMLFormElement;
  submitter?: HTMLElement;
}

interface Beginning {
  formSubmission: Submission;
}

interface Ending extends Beginning {
  success?: boolean;
  error?: unknown;
  fetchResponse?: { header(name: string): string | null };
}

interface Request {
  fetchOptions: RequestInit;
}

// Turbo gives up a form's request when the next form is sent. Whoever is quicker than
// the network would lose what they did first.
function unstoppable({ detail: { fetchOptions } }: CustomEvent<Request>): void {
  if (fetchOptions.method?.toUpperCase() === "POST") delete fetchOptions.signal;
}

function conversationsOf(form: HTMLFormElement): string[] {
  const picked = new FormData(form).getAll("conversation").map(String);
  const named = /^\/conversations\/(\d+)\//.exec(new URL(form.action).pathname)?.[1];
  return [...picked, ...(named ? [named] : [])];
}
