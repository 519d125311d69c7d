"""How are workers and schedulers killed, and how soon is their work taken over?"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from typing import Self

from sqlalchemy import select

from inbox.models import Account, Cursor, Delivery, DeliveryState, Lease
from inbox.runtime import Runtime

KINDS = ("worker", "worker", "scheduler", "scheduler")
LOOK_SECONDS = 0.1


class Processes:
    """Two workers and two schedulers; one that is killed is started again at once."""

    def __init__(self, runtime: Runtime, environment: dict[str, str]) -> None:
        self._runtime = runtime
        self._environment = {**os.environ, **environment}
        self._running = [self._start(kind) for kind in KINDS]
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._done = threading.Event()
        self._orphans: dict[str, float] = {}
        self.kills = 0
        self.longest_takeover = 0.0

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
        held = {holder for holder in self._holders() if f":{victim.pid}:" in holder}
        self._orphans |= dict.fromkeys(held, time.monotonic())
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
            held = self._holders() if self._orphans else set()
            for holder, since in list(self._orphans.items()):
                self.longest_takeover = max(self.longest_takeover, time.monotonic() - since)
                if holder not in held:
                    del self._orphans[holder]

    def _holders(self) -> set[str]:
        """Return who holds what waits to be done; an account that is not due waits for nothing."""
        with self._runtime.reading() as session:
            due = select(Cursor.account_id).where(Cursor.due_at <= self._runtime.clock.now())
            found = [
                *session.scalars(select(Account.polling_by).where(Account.id.in_(due))),
                *session.scalars(
                    select(Delivery.leased_by).where(Delivery.state == DeliveryState.SENDING)
                ),
                *session.scalars(select(Lease.holder)),
            ]
        return {holder for holder in found if holder}
