// Which of the two sounds does a person want on this computer, and when is one heard?
import { hear } from "../live/news";
import { me } from "./person";
import { recall, remember } from "./storage";
import { toast } from "./toast";
import { t } from "./words";

export interface SoundChoice {
  urgent: boolean;
  mine: boolean;
  volume: number;
}

type Sound = "urgent" | "mine";

const NONE: SoundChoice = { urgent: false, mine: false, volume: 50 };
const AGAIN_MILLISECONDS = 60_000;
// Several tabs of one person hear the same news.
const ONCE_MILLISECONDS = 2000;
const TONES: Record<Sound, number[]> = { urgent: [880, 660, 880, 660], mine: [520, 780] };
const TONE_SECONDS = 0.16;
const DUTY_STATION = "hearback:sound:duty-station";

let atRisk: number | null = null;

export function chosenSound(): SoundChoice {
  return { ...NONE, ...recall<Partial<SoundChoice>>(key("choice")) };
}

export function chooseSound(choice: SoundChoice): void {
  remember(key("choice"), choice);
}

// What stands at a place belongs to the place: it sounds for whoever signs in there.
export function isDutyStation(): boolean {
  return recall<boolean>(DUTY_STATION) ?? false;
}

export function makeDutyStation(is: boolean): void {
  remember(DUTY_STATION, is);
}

export function soundNews(): void {
  // Whoever comes to be at risk before the first counts are heard is more than the page was drawn with.
  atRisk = drawn();
  hear("live:counts", ({ by_view: counts }) => counted(counts["urgent"]));
  hear("live:notified", ({ kind }) => {
    if (kind === "assigned" && chosenSound().mine) play("mine");
  });
  window.setInterval(() => void alarm(), AGAIN_MILLISECONDS);
}

export function play(sound: Sound): void {
  const last = recall<number>(key(sound)) ?? 0;
  if (Date.now() - last < ONCE_MILLISECONDS) return;
  remember(key(sound), Date.now());
  const context = new AudioContext();
  if (context.state === "suspended") toast(t("This browser lets nothing sound before somebody has pressed something on this page."));
  const loudness = context.createGain();
  loudness.gain.value = chosenSound().volume / 100;
  loudness.connect(context.destination);
  TONES[sound].forEach((pitch, place) => {
    const tone = context.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(loudness);
    tone.start(context.currentTime + place * TONE_SECONDS);
    tone.stop(context.currentTime + (place + 1) * TONE_SECONDS);
    if (place === TONES[sound].length - 1) tone.onended = () => void context.close();
  });
}

function drawn(): number | null {
  const shown = document.querySelector('[data-view-count="urgent"]')?.textContent;
  return shown === undefined ? null : Number(shown.replace(/\D/g, ""));
}

function counted(count: number | undefined): void {
  if (count === undefined) return;
  const isMore = atRisk !== null && count > atRisk;
  atRisk = count;
  if (isMore) void alarm();
}

// It goes on each minute until somebody has opened every conversation of somebody at risk.
async function alarm(): Promise<void> {
  if (!atRisk || !(chosenSound().urgent || isDutyStation())) return;
  const answer = await fetch("/desk/urgent").catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.querySelector("#rows > .row.is-unread")) play("urgent");
}

function key(what: string): string {
  return `hearback:sound:${me()}:${what}`;
}
