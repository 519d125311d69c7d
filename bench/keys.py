"""How long does a key take until its picture is painted, by the browser's own event timing?"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from bench.percentile import percentile

KEY_EVERY_MILLISECONDS = 250
WORDS = "The road opens at six, thank you for waiting. "
# Event timing reports what takes 16 ms or more, in steps of 8.
REPORTED_FROM = 16
LISTEN = """
  window.keyTimes = [];
  window.keysPressed = 0;
  addEventListener('keydown', () => (window.keysPressed += 1), true);
  new PerformanceObserver((list) => {
    const keys = list.getEntries().filter((one) => one.name === 'keydown');
    window.keyTimes.push(...keys.map((one) => one.duration));
  }).observe({type: 'event', durationThreshold: 16, buffered: true});
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds from key to paint; what was quicker than event timing reports counts as 16."""

    taken: list[float]

    @property
    def p95(self) -> float:
        """The 95th percentile."""
        return percentile(self.taken, 95)

    def __str__(self) -> str:
        """Return one line."""
        return (
            f"Key to paint       {len(self.taken)} keys, "
            f"median {statistics.median(self.taken):.0f} ms, "
            f"95th percentile {self.p95:.0f} ms, longest {max(self.taken):.0f} ms"
        )


class Keys:
    """Somebody who walks through the log, answers, and writes while it flows."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(LISTEN)

    def press_while(self, is_going_on: Callable[[], bool]) -> None:
        """Press a few keys a second: choose a comment, then write."""
        self._page.wait_for_selector("#stream > li")
        while is_going_on():
            for key in ("Escape", "k", "k", "j", "Enter"):
                self._press(key)
            self._page.locator("#conversation-composer").wait_for()
            self._page.locator("#reply").focus()
            for letter in WORDS:
                if is_going_on():
                    self._press(letter)
            self._page.locator("#reply").fill("")

    def figures(self) -> Figures:
        """Return what the browser measured."""
        slow = list(self._page.evaluate("window.keyTimes"))
        quick = self._page.evaluate("window.keysPressed") - len(slow)
        return Figures(slow + [REPORTED_FROM] * max(0, quick))

    def lines(self) -> int:
        """Count the lines the page holds."""
        return self._page.locator("#stream > li").count()

    def _press(self, key: str) -> None:
        self._page.keyboard.press(key)
        self._page.wait_for_timeout(KEY_EVERY_MILLISECONDS)
