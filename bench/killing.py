"""How are workers and schedulers killed, and how soon is their work taken over?"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import literal, null, select

from inbox.models import Account, Cursor, Delivery, DeliveryState, Lane, Lease
from inbox.runtime import Runtime

KINDS = ("worker", "worker", "scheduler", "scheduler")
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of work, and who has it."""

    holder: str
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """Until when a piece of work is held, and when a worker was told of it last."""

    until: datetime | None
    told_at: datetime | None


@dataclass(frozen=True, slots=True, order=True)
class Takeover:
    """For how many seconds a piece of work lay with somebody dead.

    `free` is after how many its lease had run out, `told` after how many a worker was told.
    """

    seconds: float = 0.0
    what: str = "nothing"
    free: float = 0.0
    told: float = 0.0

    def __str__(self) -> str:
        """Say how long it was, what, and of what it was made."""
        parts = f"free after {self.free:.1f} s, told of after {self.told:.1f} s"
        return f"{self.seconds:.1f} s ({self.what}; {parts})"


@dataclass(slots=True)
class Orphan:
    """When the holder of a piece of work was killed, and what its row has said since."""

    since: datetime
    row: Row

    def taken(self, what: str, now: datetime) -> Takeover:
        """Return how long it has lain there by now."""
        return Takeover(
            seconds=(now - self.since).total_seconds(),
            what=what,
            free=self._after(self.row.until),
            told=self._after(self.row.told_at),
        )

    def _after(self, moment: datetime | None) -> float:
        return max(0.0, (moment - self.since).total_seconds()) if moment else 0.0


class Processes:
    """Two workers and two schedulers; one that is killed is started again at once."""

    def __init__(self, runtime: Runtime, environment: dict[str, str]) -> None:
        self._runtime = runtime
        self._environment = {**os.environ, **environment}
        self._running = [self._start(kind) for kind in KINDS]
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._done = threading.Event()
        self._orphans: dict[Held, Orphan] = {}
        self.kills = 0
        self._takeovers: list[Takeover] = []

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
        now = self._runtime.clock.now()
        held = self._held().items()
        left = {one: row for one, row in held if f":{victim.pid}:" in one.holder}
        self._orphans |= {one: Orphan(now, row) for one, row in left.items()}
        self._running[place] = self._start(KINDS[place])
        self.kills += 1

    def takeovers(self) -> list[Takeover]:
        """Return all there were, the shortest first; what still lies there counts as it lies."""
        now = self._runtime.clock.now()
        lying = [orphan.taken(one.what, now) for one, orphan in list(self._orphans.items())]
        return sorted([*self._takeovers, *lying])

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
            held = self._held() if self._orphans else {}
            for left, orphan in list(self._orphans.items()):
                if left in held:
                    orphan.row = held[left]
                else:
                    self._takeovers.append(orphan.taken(left.what, self._runtime.clock.now()))
                    del self._orphans[left]

    def _held(self) -> dict[Held, Row]:
        """Return who holds what waits to be done; an account that is not due waits for nothing."""
        now = self._runtime.clock.now()
        due = select(Cursor.account_id).where(Cursor.lane == Lane.POLL, Cursor.due_at <= now)
        with self._runtime.reading() as session:
            found = [
                *session.execute(
                    select(
                        Account.polling_by,
                        Account.connector,
                        Account.polling_until,
                        Account.nudged_at,
                    ).where(Account.id.in_(due))
                ),
                *session.execute(
                    select(
                        Delivery.leased_by,
                        literal("a reply"),
                        Delivery.leased_until,
                        Delivery.nudged_at,
                    ).where(Delivery.state == DeliveryState.SENDING)
                ),
                *session.execute(select(Lease.holder, Lease.name, Lease.until, null())),
            ]
        return {
            Held(holder, what): Row(until, told) for holder, what, until, told in found if holder
        }
