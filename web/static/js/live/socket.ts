// How does this page hear what others do?
import { io, type Socket } from "socket.io-client";
import { isSignedIn, may } from "../page/person";
import { setServerTime } from "../page/time";
import { type Counts, type Pieces, type Presence, type Row, type Standing, type Stream, tell } from "./news";
import { watching } from "./watching";

interface Answer {
  now: string;
  rows: Row[];
  counts: Counts;
  notifications: Standing;
  conversation: Pieces | null;
  stream: Stream | null;
  presence: Presence[];
  is_live: boolean;
}

// Everyone asks again when Redis comes back; not all in the same instant.
const AGAIN_SPREAD_MILLISECONDS = 400;
let socket: Socket | null = null;

// The socket outlives Turbo visits and ends with the sign-in.
export function keepConnected(): void {
  if (!isSignedIn()) return hangUp();
  socket ??= connected();
  watch();
}

export function reconnect(): void {
  socket?.disconnect().connect();
}

export function say(event: string, detail: Record<string, unknown>): void {
  if (socket?.connected) socket.emit(event, detail);
}

// The rooms are joined before the answer is made, so nothing falls between
// what the page was drawn with and what is pushed from now on.
export function watch(): void {
  if (listens()) socket?.emit("watch", watching(), take);
}

// To whom nothing is answered, the line itself says that it is up again.
function arrive(): void {
  if (!may("read")) tell("live:connection", { isUp: true });
  watchAgain();
}

// Lines that were known may have changed meanwhile, so all that are shown are asked for.
function watchAgain(): void {
  if (listens()) socket?.emit("watch", { ...watching(), line: 0 }, take);
}

// Another conversation in the same list: its rows were never out of sight.
export function watchConversation(): void {
  if (listens()) socket?.emit("watch", { ...watching(), wants_rows: false }, take);
}

// Whoever may not read is in no room: the line of one who asked all the same would be cut.
function listens(): boolean {
  return may("read") && socket?.connected === true;
}

function take(answer: Answer): void {
  setServerTime(answer.now);
  tell("live:connection", { isUp: answer.is_live });
  if (answer.rows.length) tell("live:rows", { rows: answer.rows });
  tell("live:counts", answer.counts);
  tell("live:notifications", answer.notifications);
  if (answer.stream) tell("live:stream", answer.stream);
  if (answer.conversation) tell("live:conversation", answer.conversation);
  for (const presence of answer.presence) tell("live:presence", presence);
}

function connected(): Socket {
  const path = document.querySelector<HTMLMetaElement>("meta[name=hearback-socket]")?.content;
  const opened = io({ path: path ?? "/socket.io", transports: ["websocket"], reconnectionDelayMax: 5000 });
  opened.on("connect", arrive);
  opened.on("disconnect", (reason) => {
    tell("live:connection", { isUp: false });
    if (reason === "io server disconnect") tell("live:let-go", null);
  });
  opened.on("connect_error", () => {
    tell("live:connection", { isUp: false });
    tell("live:let-go", null);
  });
  opened.on("rows", (news: { rows: Row[] }) => tell("live:rows", news));
  opened.on("counts", (counts: Counts) => tell("live:counts", counts));
  opened.on("notifications", (news: Standing) => tell("live:notifications", news));
  opened.on("conversation", (news: Pieces) => tell("live:conversation", news));
  opened.on("stream", (news: Stream) => tell("live:stream", news));
  opened.on("presence", (news: Presence) => tell("live:presence", news));
  opened.on("drafts", (news: Presence) => tell("live:drafts", news));
  opened.on("accounts", (news: { html: string; on_air: string }) => showAccounts(news));
  opened.on("away", () => tell("live:connection", { isUp: false }));
  // What this page shows was found for other accounts than its person reaches now.
  opened.on("reach", () => location.reload());
  opened.on("again", () => setTimeout(watchAgain, Math.random() * AGAIN_SPREAD_MILLISECONDS));
  return opened;
}

// An account that stopped, or went on the air, concerns whoever is at the desk, whatever page is open.
function showAccounts(news: { html: string; on_air: string }): void {
  const strips = document.getElementById("stopped-accounts");
  if (strips) strips.innerHTML = news.html;
  const onAir = document.getElementById("on-air");
  if (!onAir || onAir.innerHTML.trim() === news.on_air.trim()) return;
  onAir.innerHTML = news.on_air;
  tell("live:on-air", null);
}

function hangUp(): void {
  socket?.disconnect();
  socket = null;
}
