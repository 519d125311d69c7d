"""How is a change told to a desk that subscribed, as platforms tell it: signed, and perhaps badly?

Bodies are handed over while the world is locked and sent by a thread of their
own, so a slow desk holds up nobody here. What a desk does not take is sent
again, as platforms do.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from queue import SimpleQueue
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import requests

ANSWER_SECONDS = 5
ATTEMPTS = 5
PAUSE_SECONDS = 1.0

log = logging.getLogger(__name__)

Send = Callable[[], requests.Response]
Told = dict[str, Any]


@dataclass
class Manners:
    """How pushes are sent: each so often, so many told in one, rightly signed, or not at all."""

    repeat: int = 1
    batch: int = 1
    is_silent: bool = False
    is_signed_wrongly: bool = False


@dataclass
class Pusher:
    """Sends what the platforms push, one after the other."""

    manners: Manners = field(default_factory=Manners)
    _waiting: SimpleQueue[tuple[Send, Event]] = field(default_factory=SimpleQueue)
    _held: dict[str, list[Told]] = field(default_factory=dict)
    _is_over: Event = field(default_factory=Event)
    _is_started: bool = False

    def start_over(self) -> None:
        """Push well again, and nothing any more of what waits or is tried again."""
        self.manners = Manners()
        self._held.clear()
        self._is_over.set()
        self._is_over = Event()

    def gathered(self, where: str, told: Told) -> list[Told]:
        """Return what is told in one push now; an empty list while more is to come along."""
        held = self._held.setdefault(where, [])
        held.append(told)
        return self._held.pop(where) if len(held) >= self.manners.batch else []

    def push(self, send: Send) -> None:
        """Send something soon, as often as the manners of the moment say."""
        if self.manners.is_silent:
            return
        if not self._is_started:
            self._is_started = True
            threading.Thread(target=self._keep_sending, daemon=True).start()
        for _ in range(self.manners.repeat):
            self._waiting.put((send, self._is_over))

    def _keep_sending(self) -> None:
        while True:
            _send(*self._waiting.get())


def _send(send: Send, is_over: Event) -> None:
    for attempt in range(ATTEMPTS):
        if is_over.wait(PAUSE_SECONDS * attempt):
            return
        try:
            if send().ok:
                return
        except requests.RequestException as error:
            log.warning("A push was not taken: %s", error)


def is_on_this_machine(address: str) -> bool:
    """Whether an address is on loopback; the sandbox calls nobody else."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
