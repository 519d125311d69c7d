"""How late are a thousand escalations that fall due at the same moment?

    python -m bench.escalations [--escalations 1000] [--databases sqlite,postgresql]

Two schedulers and two workers run against a real Redis. So many people write in the same second
and nobody answers; a minute later all their answers are overdue at once. Each is late until it is
committed that it is: with its event, its raised priority and the supervisor who is told. Exits
with 1 when one took longer than ten seconds, or happened not exactly once. It stops by itself.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bench import databases
from bench.killing import Processes
from bench.percentile import percentile
from inbox.clock import SystemClock
from inbox.models import Event, Notification, NotificationKind, Promise, Role
from inbox.promises import policies
from inbox.promises.wanting import Follows, Wanted
from inbox.runtime import Runtime
from tests import houses
from tests.database_copies import Database
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.redis_server import Restartable

TARGET = timedelta(minutes=1)
PROMISED = timedelta(seconds=10)
PATIENCE = timedelta(seconds=60)
PAGE = 100
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How late each was, the promptest first, and how often each thing happened that follows."""

    wanted: int
    late: Sequence[timedelta]
    breaches: Counter[int]
    told: Counter[int]

    @property
    def is_kept(self) -> bool:
        """Tell whether all came in time, and everything once."""
        once = all(
            len(each) == self.wanted and set(each.values()) == {1}
            for each in (self.breaches, self.told)
        )
        return once and len(self.late) == self.wanted and self.late[-1] <= PROMISED

    def described(self) -> str:
        """Say it in one line."""
        late = [one.total_seconds() for one in self.late]
        p50, p99, latest = (percentile(late, percent) for percent in (50, 99, 100))
        return (
            f"{len(self.late):,} of {self.wanted:,} overdue; late p50 {p50:.1f} s, p99 {p99:.1f} s,"
            f" last {latest:.1f} s of {PROMISED.total_seconds():.0f};"
            f" recorded {_often(self.breaches)}, told {_often(self.told)}"
        )


def main() -> None:
    """Measure each kind of database and print a line for it."""
    asked, is_broken = _arguments(), False
    for kind in asked.databases.split(","):
        with databases.empty(kind, 1) as (database,):
            found = _measured(database, asked.escalations)
        load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"{kind}: {found.described()}; load {load}", flush=True)
        is_broken = is_broken or not found.is_kept
    sys.exit(1 if is_broken else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--escalations", type=int, default=1_000)
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    return parser.parse_args()


def _measured(database: Database, count: int) -> Found:
    with tempfile.TemporaryDirectory() as data, Restartable() as redis:
        environment = houses.environment(
            Path(data), DATABASE_URL=database.url, REDIS_URL=redis.address
        )
        runtime = houses.runtime_of(environment, database.engine, SystemClock())
        due = _asked_at_once(runtime, count) + TARGET
        with Processes(runtime, environment):
            late = _waited_for(runtime, due, count)
        return Found(wanted=count, late=late, **_happened(runtime))


def _asked_at_once(runtime: Runtime, count: int) -> datetime:
    """Let so many people write in one moment to a department that promises an answer."""
    make = Make(runtime)
    rosa, account = make.user("Rosa Diaz", role=Role.SUPERVISOR), make.account(streams={})
    follows = Follows(notifies=True, raises=True)
    wanted = Wanted(name="Everyone", first_response=TARGET, is_staffed=False, after_breach=follows)
    with runtime.writing() as session:
        policies.add(session, wanted, by=session.merge(rosa))
    at = datetime.now(UTC)
    for _ in range(0, count, PAGE):
        make.received(account, [incoming(sent_at=at) for _ in range(PAGE)])
    return at


def _waited_for(runtime: Runtime, due: datetime, count: int) -> list[timedelta]:
    """Watch until every answer is overdue on record, or patience ends; tell how late each was."""
    late: list[timedelta] = []
    is_broken = select(func.count()).where(Promise.breached_at.is_not(None))
    while len(late) < count and datetime.now(UTC) < due + PATIENCE:
        time.sleep(LOOK_SECONDS)
        with runtime.reading() as session:
            found = session.scalar(is_broken) or 0
        late.extend([datetime.now(UTC) - due] * (found - len(late)))
    return late


def _happened(runtime: Runtime) -> dict[str, Counter[int]]:
    breaches = select(Event.conversation_id).where(Event.name == "promise.breached")
    told = select(Notification.conversation_id).where(
        Notification.kind == NotificationKind.PROMISE_BROKEN
    )
    with runtime.reading() as session:
        return {
            "breaches": Counter(filter(None, session.scalars(breaches))),
            "told": Counter(filter(None, session.scalars(told))),
        }


def _often(each: Counter[int]) -> str:
    times: Iterable[int] = set(each.values())
    return "once each" if set(times) == {1} else f"{sum(each.values()):,} times"


if __name__ == "__main__":
    main()
