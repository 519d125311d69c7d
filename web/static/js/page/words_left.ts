// Whose words does this browser keep that the desk does not have yet? Nobody else's than those of who is here.
import { handOver, letGo } from "./drafts";
import { isSignedIn, me } from "./person";
import { forget, keys } from "./storage";
import { t } from "./words";

const OF_SOMEBODY = /^hearback:(?:draft|unsent):(\d+):/;
const LEFT = "hearback:left";

// A session that ends by itself leaves them, so that its person finds them again; signing out takes them along.
export function leaveNoWords(): void {
  forgetWordsOfOthers();
  document.addEventListener("turbo:load", forgetWordsOfOthers);
  document.addEventListener("submit", signingOut);
  window.addEventListener("storage", (event) => {
    if (event.key === LEFT && event.newValue === me()) forgetMine();
  });
}

function forgetWordsOfOthers(): void {
  if (isSignedIn()) forgetWords((whose) => whose !== me());
}

function signingOut(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.getAttribute("action") !== "/sign-out" || !hasMine()) return;
  event.preventDefault();
  void leave(form);
}

async function leave(form: HTMLFormElement): Promise<void> {
  await handOver();
  if (hasMine() && !window.confirm(t("Words of yours that the desk could not be given are lost when you sign out. Sign out?"))) {
    document.dispatchEvent(new CustomEvent("sign-out:stayed"));
    return;
  }
  forgetMine();
  localStorage.setItem(LEFT, me());
  localStorage.removeItem(LEFT);
  form.submit();
}

function forgetMine(): void {
  letGo();
  forgetWords((whose) => whose === me());
}

// An edition alone that the server took is no word of anybody's.
function hasMine(): boolean {
  return keys().some((key) => OF_SOMEBODY.exec(key)?.[1] === me() && !key.endsWith(":taken"));
}

function forgetWords(isTheirs: (whose: string) => boolean): void {
  for (const key of keys()) {
    const whose = OF_SOMEBODY.exec(key)?.[1];
    if (whose !== undefined && isTheirs(whose)) forget(key);
  }
}
