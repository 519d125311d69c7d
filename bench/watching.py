"""When does a row reach the people who watch a view: one Chromium, and many sockets?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests
import socketio
from playwright.sync_api import Page

from hearback.seeding import department
from inbox.permissions import OF_ROLES, Permission
from tests.hearback.launched import PASSWORD, Launched

WORDS = re.compile(r"Pushed \d{4}")
ANSWER_SECONDS = 10
VIEW = "open"
# Looks after the frame in which something changed, so that what counts is what is painted.
OBSERVE = """
  window.drawnAt = {};
  const look = () => {
    for (const [words] of document.body.innerText.matchAll(/Pushed \\d{4}/g)) {
      window.drawnAt[words] ??= Date.now();
    }
  };
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(look)))
    .observe(document.body, {subtree: true, childList: true, characterData: true});
"""


@dataclass
class Row:
    """Words that were said, and when they were seen, in seconds since the epoch."""

    words: str
    surface: str
    said_at: float = 0.0
    drawn_at: float = 0.0
    heard_at: list[float] = field(default_factory=list)


class Rows:
    """One person's Chromium, and when it drew each row."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.evaluate(OBSERVE)

    def drawn_at(self, words: str) -> float:
        """Return when words were painted; 0 when they were not."""
        return float(self._page.evaluate("words => window.drawnAt[words] ?? 0", words)) / 1000


class Sockets:
    """Many people at their desks, as far as the server can tell."""

    def __init__(self, house: Launched, count: int) -> None:
        self.count = count
        self._heard: list[dict[str, float]] = [{} for _ in range(count)]
        cookies = list(_cookies(house.address))
        self._open = [
            _opened(house.address, cookies[number % len(cookies)], heard)
            for number, heard in enumerate(self._heard)
        ]

    def close(self) -> None:
        """Go away."""
        for one in self._open:
            one.disconnect()

    def heard_at(self, words: str) -> list[float]:
        """Return when each socket that heard of the words did."""
        return [heard[words] for heard in self._heard if words in heard]


def _cookies(address: str) -> Iterator[str]:
    # Who may not read is told to leave as soon as they ask.
    for short in (one for one, _, role in department.STAFF if Permission.READ in OF_ROLES[role]):
        answer = requests.post(
            f"{address}/sign-in",
            data={"email": department.email_of(short), "password": PASSWORD},
            allow_redirects=False,
            timeout=ANSWER_SECONDS,
        )
        yield answer.headers["Set-Cookie"].split(";")[0]


def _opened(address: str, cookie: str, heard: dict[str, float]) -> socketio.Client:
    client = socketio.Client(reconnection=False)
    client.on("rows", lambda news: _note(heard, news))
    headers = {"Cookie": cookie}
    client.connect(address, headers=headers, transports=["websocket"], wait_timeout=ANSWER_SECONDS)
    asked: dict[str, Any] = {"view": VIEW, "rows": {}, "conversation": None, "version": 0}
    client.call("watch", asked, timeout=ANSWER_SECONDS)
    return client


def _note(heard: dict[str, float], news: dict[str, Any]) -> None:
    now = time.time()
    for row in news["rows"]:
        for words in WORDS.findall(str(row["html"])):
            heard.setdefault(words, now)
