// Does somebody press on an element, so that it must stay as it is under their hand?
const ENDS = ["pointerup", "pointercancel"];

export class Press {
  private readonly held: (() => void)[] = [];
  private isDown = false;

  constructor(private readonly element: HTMLElement) {
    element.addEventListener("pointerdown", this.begin);
    for (const end of ENDS) window.addEventListener(end, this.end);
  }

  stop(): void {
    this.element.removeEventListener("pointerdown", this.begin);
    for (const end of ENDS) window.removeEventListener(end, this.end);
  }

  // Now, or as soon as they let go: a browser drops the click upon what changed meanwhile.
  after(act: () => void): void {
    if (this.isDown) this.held.push(act);
    else act();
  }

  private readonly begin = (): void => {
    this.isDown = true;
  };

  // The click is heard right behind this.
  private readonly end = (): void => {
    if (this.isDown) window.setTimeout(() => this.release());
  };

  private release(): void {
    this.isDown = false;
    for (const act of this.held.splice(0)) act();
  }
}
