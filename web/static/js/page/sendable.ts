// Why can what was written not be sent as it stands?
import { unfilled } from "./placeholders";
import { figure, plural, t } from "./words";

export interface Written {
  text: string;
  hasPicture: boolean;
  tab: HTMLInputElement | undefined;
  isTooLong: boolean;
  longest: number;
}

export function problemOf(written: Written): string {
  // A slash asks for a canned response, and so does another behind one that was left.
  const hasWords = !/^\/*$/.test(written.text.trim());
  if (!hasWords && !written.hasPicture) return t("Write something first.");
  const missing = unfilled(written.text);
  return (
    pictureProblem(written, hasWords) ||
    (missing.length ? t("{missing}. Fill it in or take it out.", { missing: named(missing) }) : "") ||
    beyondKeeping(written) ||
    (written.isTooLong ? t("This is longer than the platform takes.") : "")
  );
}

// What is told at once, while somebody writes.
export function flaw(written: Written): string {
  const missing = unfilled(written.text);
  return missing.length ? named(missing) : beyondKeeping(written);
}

export function isBeyondKeeping({ text, longest }: Written): boolean {
  return text.length > longest;
}

function pictureProblem({ hasPicture, tab }: Written, hasWords: boolean): string {
  if (!hasPicture) return "";
  const { picture, pictureAlone } = tab?.dataset ?? {};
  if (!picture) return t("No picture can be sent this way. Take it out, or choose another way.");
  const isOneTooMany = hasWords && pictureAlone !== undefined;
  return isOneTooMany ? t("Words and a picture are two messages here. Send one, then the other.") : "";
}

function beyondKeeping(written: Written): string {
  if (!isBeyondKeeping(written)) return "";
  const [length, most] = [written.text.length, written.longest].map(figure) as [string, string];
  return t("This is {length} long; more than {most} is never sent. It stays in this browser: shorten it.", { length, most });
}

function named(missing: string[]): string {
  return plural("{count} variable has no value: {names}", "{count} variables have no value: {names}", missing.length, { names: missing.join(", ") });
}
