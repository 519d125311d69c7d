"""What does somebody at a desk do next, by chance?"""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import Any

from playwright.sync_api import Error, Page
from playwright.sync_api import TimeoutError as TookTooLong

VIEWS = (
    "open",
    "mine",
    "unassigned",
    "facebook",
    "instagram",
    "x",
    "urgent",
    "snoozed",
    "resolved",
)
TAGS = ("Question", "Noise", "Praise", "Complaint")
ASIDE = (1100, 400)
PATIENCE_MILLISECONDS = 10_000
# A desk that was killed just now is back within seconds.
TRIES = 30
# What a browser shows of a desk that was away when it was asked: it never asks again by itself.
BROWSERS_OWN = "chrome-error:"
# A form of the page, filled and sent as a click would; null when the page has no such form.
SUBMIT = """([action, values, act]) => {
  const form = [...document.querySelectorAll('form')].find((one) =>
    new RegExp(action).test(new URL(one.action).pathname));
  if (!form) return false;
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (!field) return false;
    field.value = value;
  }
  form.requestSubmit(act ? form.querySelector(`[name=act][value=${act}]`) : undefined);
  return true;
}"""
OPEN = """(place) => {
  const links = [...document.querySelectorAll('#rows > [data-conversation] a.row-main')];
  links[Math.floor(place * links.length)]?.click();
  return links.length > 0;
}"""
PICK = """(places) => {
  const boxes = [...document.querySelectorAll('#rows .row-pick input')];
  for (const place of places) {
    const box = boxes[Math.floor(place * boxes.length)];
    if (box && !box.checked) box.click();
  }
  return boxes.length > 0;
}"""
REST = """() => {
  document.activeElement?.blur();
  document.getElementById('rows')?.closest('.scroll')?.scrollTo(0, 0);
}"""
WRITE = """([audience, words]) => {
  const composer = document.getElementById('conversation-composer');
  const tab = composer?.querySelector(`[name=audience][value=${audience}]`);
  const field = document.getElementById('reply');
  if (!tab || !field) return false;
  tab.click();
  field.value = words;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const send = composer.querySelector('[data-composer-target=send]');
  send?.click();
  return Boolean(send);
}"""


class Hands:
    """One person at one desk."""

    def __init__(self, page: Page, address: str, email: str, chance: random.Random) -> None:
        self.page, self.email = page, email
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        self._address, self._chance = address, chance
        self.did: Counter[str] = Counter()
        self._acts = {
            "open": self._open,
            "view": self._view,
            "claim": lambda: self._submit(r"/assignment$", {}),
            "release": lambda: self._submit("/assignment/removal$", {}),
            "tag": lambda: self._submit("/taggings$", {"name": chance.choice(TAGS)}),
            "urgent": lambda: self._submit("/priority$", {"priority": "urgent"}),
            "calm": lambda: self._submit("/priority$", {"priority": "normal", "reason": "Seen."}),
            "snooze": lambda: self._submit("/snooze$", {"choice": "hour"}),
            "wake": lambda: self._submit("/snooze/removal$", {}),
            "resolve": lambda: self._submit("/resolution$", {"reason": "other"}),
            "reopen": lambda: self._submit("/resolution/removal$", {}),
            "undo": lambda: self._submit("/acts/.*/undoing$", {}),
            "note": lambda: self._write("note"),
            "reply": lambda: self._write("public"),
            "several": self._several,
            "reload": self._reload,
        }
        # What is done most often is done most often here.
        self._weights = [9 if name == "open" else 1 for name in self._acts]

    def act(self) -> None:
        """Do one thing, if the page offers it."""
        (name,) = self._chance.choices([*self._acts], self._weights)
        try:
            is_done = self._acts[name]()
        except TookTooLong:
            # What the browser shows of a desk that was away has no way back but this.
            name, is_done = "come back", self._come_back()
        except Error:
            # The page was on its way elsewhere, as happens to quick hands.
            name, is_done = f"{name}, too quick", True
        if is_done:
            self.did[name] += 1

    def rest(self) -> None:
        """Take the hands from keys and mouse, and look at the top of the list."""
        for _ in range(TRIES):
            if not self._is_away() or self._come_back():
                break
            time.sleep(1)
        self.page.mouse.move(*ASIDE)
        self.ask(REST)

    def ask(self, script: str, given: Any = None) -> Any:
        """Run a script in the page; one that never came is a time-out, and not for ever."""
        return self.page.locator("html").evaluate(f"(_, given) => ({script})(given)", given)

    def _is_away(self) -> bool:
        return bool(self.ask("() => location.href").startswith(BROWSERS_OWN))

    def _come_back(self) -> bool:
        try:
            self.page.goto(f"{self._address}/desk/open", timeout=PATIENCE_MILLISECONDS)
        except Error:
            return False
        return True

    def _open(self) -> bool:
        return bool(self.ask(OPEN, self._chance.random()))

    def _view(self) -> bool:
        link = f"nav[aria-label=Views] a[href='/desk/{self._chance.choice(VIEWS)}']"
        return bool(
            self.ask("(one) => Boolean(document.querySelector(one)?.click() ?? true)", link)
        )

    def _submit(self, action: str, values: dict[str, str], act: str = "") -> bool:
        return bool(self.ask(SUBMIT, [action, values, act]))

    def _several(self) -> bool:
        places = [self._chance.random() for _ in range(3)]
        if not self.ask(PICK, places):
            return False
        act = self._chance.choice(("claim", "urgent", "tag", "resolve"))
        return self._submit("/conversations/acts$", {"name": "Noise"}, act)

    def _write(self, audience: str) -> bool:
        words = f"Number {self._chance.random():.6f}."
        return bool(self.ask(WRITE, [audience, words]))

    def _reload(self) -> bool:
        self.page.reload(timeout=PATIENCE_MILLISECONDS)
        return True
