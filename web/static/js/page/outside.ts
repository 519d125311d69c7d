// How does the browser tell a person who looks elsewhere?
import { visit } from "@hotwired/turbo";

export function permission(): NotificationPermission | "unsupported" {
  return "Notification" in window ? Notification.permission : "unsupported";
}

// The tag lets several tabs of one person show it once.
export function showOutside(id: number, words: string): void {
  if (permission() !== "granted" || document.hasFocus()) return;
  try {
    const shown = new Notification("Hearback", { body: words, tag: `hearback-${id}` });
    shown.addEventListener("click", () => {
      window.focus();
      shown.close();
      visit("/notifications");
    });
  } catch (refused) {
    console.info("This browser shows nothing outside the page.", refused);
  }
}
