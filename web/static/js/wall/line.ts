// How does a wall ask how it stands, again and again?
import { io, type Socket } from "socket.io-client";

const ASK_MILLISECONDS = 2000;
const PATIENCE_MILLISECONDS = 4000;
const AGAIN_MILLISECONDS = 5000;

export interface News {
  html: string;
  now: string;
  askedAt: number;
}

type Answer = { html: string; now: string } | { is_over: true } | null;

export function keepAsking(take: (news: News) => void): void {
  const socket = io("/wall", { transports: ["websocket"], reconnectionDelayMax: AGAIN_MILLISECONDS });
  let isWaiting = false;
  const ask = (): void => {
    if (!socket.connected || isWaiting) return;
    isWaiting = true;
    const askedAt = Date.now();
    // What comes later than this is dropped: it tells how it stood.
    socket.timeout(PATIENCE_MILLISECONDS).emit("figures", (lost: Error | null, answer: Answer) => {
      isWaiting = false;
      if (lost || !answer) return;
      if ("is_over" in answer) void leave();
      else take({ ...answer, askedAt });
    });
  };
  socket.on("connect", ask);
  socket.on("connect_error", () => void refused(socket));
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") void refused(socket);
  });
  setInterval(ask, ASK_MILLISECONDS);
}

// Of itself a socket that the server refused does not try again.
async function refused(socket: Socket): Promise<void> {
  if (socket.active) return;
  await leave();
  setTimeout(() => socket.connect(), AGAIN_MILLISECONDS);
}

// The sign-in has ended, or is locked. The server leads on, once it answers: a page that could
// not be loaded would stay for good.
async function leave(): Promise<void> {
  const answer = await fetch("/wall", { redirect: "manual" }).catch(() => null);
  if (answer && !answer.ok && answer.status < 500) location.reload();
}
