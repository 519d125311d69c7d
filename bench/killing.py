"""How are workers and schedulers killed, and how soon is their work taken over?"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Self

from sqlalchemy import literal, select

from inbox.models import Account, Cursor, Delivery, DeliveryState, Lane, Lease
from inbox.runtime import Runtime

KINDS = ("worker", "worker", "scheduler", "scheduler")
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of work, and who has it."""

    holder: str
    what: str


@dataclass(frozen=True, slots=True, order=True)
class Takeover:
    """For how many seconds a piece of work lay with somebody dead."""

    seconds: float = 0.0
    what: str = "nothing"

    def __str__(self) -> str:
        """Say how long it was, and what."""
        return f"{self.seconds:.1f} s ({self.what})"


class Processes:
    """Two workers and two schedulers; one that is killed is started again at once."""

    def __init__(self, runtime: Runtime, environment: dict[str, str]) -> None:
        self._runtime = runtime
        self._environment = {**os.environ, **environment}
        self._running = [self._start(kind) for kind in KINDS]
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._done = threading.Event()
        self._orphans: dict[Held, float] = {}
        self.kills = 0
        self.longest_takeover = Takeover()

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watch.join()
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait(30)

    def kill_one(self, chance: random.Random) -> None:
        """Kill one process, note what it held, and start another in its place."""
        place = chance.randrange(len(KINDS))
        victim = self._running[place]
        victim.kill()
        victim.wait()
        left = {one for one in self._held() if f":{victim.pid}:" in one.holder}
        self._orphans |= dict.fromkeys(left, time.monotonic())
        self._running[place] = self._start(KINDS[place])
        self.kills += 1

    def _start(self, kind: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "hearback", kind],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _look(self) -> None:
        """Watch until what a killed process held is held by nobody or by another."""
        while not self._done.wait(LOOK_SECONDS):
            held = self._held() if self._orphans else set()
            for left, since in list(self._orphans.items()):
                taken = Takeover(time.monotonic() - since, left.what)
                self.longest_takeover = max(self.longest_takeover, taken)
                if left not in held:
                    del self._orphans[left]

    def _held(self) -> set[Held]:
        """Return who holds what waits to be done; an account that is not due waits for nothing."""
        now = self._runtime.clock.now()
        due = select(Cursor.account_id).where(Cursor.lane == Lane.POLL, Cursor.due_at <= now)
        with self._runtime.reading() as session:
            found = [
                *session.execute(
                    select(Account.polling_by, Account.connector).where(Account.id.in_(due))
                ),
                *session.execute(
                    select(Delivery.leased_by, literal("a reply")).where(
                        Delivery.state == DeliveryState.SENDING
                    )
                ),
                *session.execute(select(Lease.holder, Lease.name)),
            ]
        return {Held(holder, what) for holder, what in found if holder}
