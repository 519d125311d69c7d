// How is a pane drawn that the desk refused, while everything around it stays?
// Turbo itself puts a page with such a status in place of the whole desk, whatever frame asked.
interface FetchResponse {
  succeeded: boolean;
  isHTML: boolean;
  responseHTML: Promise<string | undefined>;
}

export function drawRefusedPanes(): void {
  document.addEventListener("turbo:before-fetch-response", (event) => {
    const { fetchResponse } = (event as CustomEvent<{ fetchResponse: FetchResponse }>).detail;
    const frame = event.target;
    if (!(frame instanceof HTMLElement) || !frame.matches("turbo-frame")) return;
    if (fetchResponse.succeeded || !fetchResponse.isHTML) return;
    event.preventDefault();
    void draw(frame, fetchResponse.responseHTML);
  });
}

async function draw(frame: HTMLElement, answer: Promise<string | undefined>): Promise<void> {
  const page = new DOMParser().parseFromString((await answer) ?? "", "text/html");
  const pane = page.querySelector(`turbo-frame#${CSS.escape(frame.id)}`);
  // What is not the desk's own page says nothing for this place: the desk does not answer.
  if (!pane) return void frame.dispatchEvent(new CustomEvent("turbo:fetch-request-error", { bubbles: true }));
  frame.replaceChildren(...pane.children);
  frame.dispatchEvent(new CustomEvent("turbo:frame-load", { bubbles: true }));
}
