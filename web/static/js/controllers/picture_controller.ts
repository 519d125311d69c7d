// Which picture goes with the words, and may it go this way?
import { Controller } from "@hotwired/stimulus";
import { toast } from "../page/toast";
import { t } from "../page/words";

const SHOWN_PIXELS = 320;
const MEGABYTE = 1024 ** 2;

interface Returned {
  id: number;
  description: string;
}

// What is chosen stands in the form's `data-picture`, empty for nothing, so that the
// composer knows of it without knowing how it came.
export default class PictureController extends Controller<HTMLFormElement> {
  static override targets = ["open", "panel", "file", "shown", "again", "name", "description", "hint"];
  static override values = { most: Number };
  declare readonly openTarget: HTMLButtonElement;
  declare readonly panelTarget: HTMLElement;
  declare readonly fileTarget: HTMLInputElement;
  declare readonly shownTarget: HTMLCanvasElement;
  declare readonly againTarget: HTMLElement;
  declare readonly nameTarget: HTMLElement;
  declare readonly descriptionTarget: HTMLInputElement;
  declare readonly hintTarget: HTMLElement;
  declare readonly mostValue: number;

  private undoListening: (() => void)[] = [];

  override connect(): void {
    this.undoListening = [
      this.on(this.fileTarget, "change", () => void this.chosen()),
      this.on(this.element, "composer:mode", () => this.show()),
      this.on(this.element, "composer:sent", () => this.empty()),
      this.on(this.element, "composer:returned", (event) => this.takeBack(event)),
      this.on(this.element, "canned:picture", (event) => this.takeReady(event)),
    ];
    this.show();
  }

  override disconnect(): void {
    for (const stop of this.undoListening) stop();
  }

  choose(): void {
    this.fileTarget.click();
  }

  remove(): void {
    this.empty();
    this.openTarget.focus();
  }

  private async chosen(): Promise<void> {
    const [file] = this.fileTarget.files ?? [];
    const problem = file ? await this.drawn(file) : "";
    if (problem) {
      toast(problem);
      this.empty();
      return;
    }
    this.forgetReturned();
    this.nameTarget.textContent = file?.name ?? "";
    this.show();
    if (file) this.descriptionTarget.focus();
  }

  // Drawn, not linked to: the page may show pictures of its own origin only.
  private async drawn(file: File): Promise<string> {
    if (file.size > this.mostValue) return t("This picture is larger than {most} MB. Choose a smaller one.", { most: this.mostValue / MEGABYTE });
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, SHOWN_PIXELS / Math.max(picture.width, picture.height));
      this.shownTarget.width = Math.max(1, Math.round(picture.width * scale));
      this.shownTarget.height = Math.max(1, Math.round(picture.height * scale));
      this.shownTarget.getContext("2d")?.drawImage(picture, 0, 0, this.shownTarget.width, this.shownTarget.height);
      picture.close();
      return "";
    } catch (failure) {
      console.info("Not a picture that this browser can show.", failure);
      return t("This file is not a picture that can be shown. Choose a JPEG or PNG.");
    }
  }

  private takeBack(event: Event): void {
    const { picture } = (event as CustomEvent<{ picture: Returned | null }>).detail;
    if (picture) this.hold(picture, "picture_again", `/attachments/${picture.id}`, t("The picture you took back"));
  }

  // The picture of a canned response replaces none that somebody chose.
  private takeReady(event: Event): void {
    const picture = (event as CustomEvent<Returned>).detail;
    if (!this.way()?.dataset["picture"]) return toast(t("No picture can be sent this way, so only the words were put in."));
    if (this.element.dataset["picture"]) return toast(t("A picture is chosen already, so only the words were put in."));
    this.hold(picture, "picture_ready", `/canned-responses/${picture.id}/picture`, t("The picture of the canned response"));
  }

  private hold(picture: Returned, name: string, address: string, words: string): void {
    this.fileTarget.value = "";
    const box = this.againBox();
    box.name = name;
    box.value = String(picture.id);
    box.disabled = false;
    const image = this.againImage();
    image.src = address;
    image.alt = words;
    this.descriptionTarget.value = picture.description;
    this.nameTarget.textContent = "";
    this.show();
  }

  private way(): HTMLInputElement | null {
    return this.element.querySelector<HTMLInputElement>("[data-composer-target='tab']:checked");
  }

  private empty(): void {
    this.fileTarget.value = "";
    this.descriptionTarget.value = "";
    this.nameTarget.textContent = "";
    this.forgetReturned();
    this.show();
  }

  private forgetReturned(): void {
    this.againBox().disabled = true;
  }

  private show(): void {
    const way = this.way();
    const takes = way?.dataset["picture"] ?? "";
    const isNote = way?.value === "note";
    const [file] = this.fileTarget.files ?? [];
    const isAgain = !this.againBox().disabled;
    this.fileTarget.disabled = isNote;
    this.panelTarget.classList.remove("no-script");
    this.openTarget.hidden = !takes;
    this.panelTarget.hidden = isNote || (!file && !isAgain);
    this.shownTarget.hidden = !file;
    this.againTarget.hidden = !isAgain;
    this.hintTarget.textContent = takes || t("No picture can be sent this way. Take it out, or choose another way.");
    this.element.dataset["picture"] = this.panelTarget.hidden ? "" : this.key(file);
    this.dispatch("changed");
  }

  private key(file: File | undefined): string {
    const what = file ? `${file.name}:${file.size}:${file.lastModified}` : `${this.againBox().name}:${this.againBox().value}`;
    return `${what}:${this.descriptionTarget.value}`;
  }

  private againImage(): HTMLImageElement {
    const known = this.againTarget.querySelector("img");
    const image = known ?? document.createElement("img");
    image.className = "composer-picture-shown";
    if (!known) this.againBox().after(image);
    return image;
  }

  private againBox(): HTMLInputElement {
    return this.againTarget.querySelector("input") as HTMLInputElement;
  }

  private on(target: EventTarget, name: string, act: (event: Event) => void): () => void {
    target.addEventListener(name, act);
    return () => target.removeEventListener(name, act);
  }
}
