"""How long does a report take over two years, beside the same reckoning in plain Python?

    python -m bench.reports [--conversations 200000] [--databases sqlite,postgresql] [--calls 20]

The desk of `bench/large_desk.py` with a wait or two for each conversation, every one of them with a
target, a third of them measured by the hours of a team, and 60 conversations to a post. Each report
is asked as the page asks it, by our statements and by reading every row into Python; both must
agree exactly, or this exits with 1. Parts without anything beside them are not reckoned twice.
Quote the load of the machine.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, insert, select, text, update
from sqlalchemy.orm import Session

from bench import databases, large_desk
from bench.large_desk import NOW, START
from inbox.db import Base, for_writing
from inbox.hours import adding_up, staffed, week
from inbox.hours.week import Hours
from inbox.models import Conversation, HoursVersion, Post, Team, User, Wait, WaitEnd
from inbox.reckoning import MICROSECOND, reckoned
from inbox.reports import counting, figures, moments, posts, reporting
from inbox.reports.asking import Asked
from inbox.reports.figures import Figures, Kept

ZONE = ZoneInfo("America/Denver")
BATCH = 10_000
SEARCHED = ("search_entry", "search_person")
TARGET = timedelta(minutes=30)
AT_THE_DESK = ["08:00-17:00"] * 5 + ["", ""]
HOURS = Hours(zone=ZONE, week=tuple(week.read(one) for one in AT_THE_DESK), days={})
A_POST = 60
RANGES = {"30 days": 30, "two years": 690}


class AClock:
    """A clock that stands at the end of the two years."""

    def now(self) -> Any:
        """Tell that moment."""
        return NOW


def main() -> None:
    """Measure every kind of database and print a line for each report."""
    asked, is_wrong = _arguments(), False
    for kind in asked.databases.split(","):
        with databases.empty(kind, 1) as (database,):
            began = time.perf_counter()
            messages = asked.conversations * large_desk.A_CONVERSATION
            large_desk.fill(database.engine, messages, without=SEARCHED)
            _keep_hours_and_posts(database.engine)
            waits = _let_wait(database.engine)
            took = time.perf_counter() - began
            load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
            print(f"{kind}: {waits:,} waits, built in {took:.0f} s, load {load}")
            is_wrong = _measure(database.engine, asked.calls) or is_wrong
    sys.exit(1 if is_wrong else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--calls", type=int, default=20)
    return parser.parse_args()


def _keep_hours_and_posts(engine: Engine) -> None:
    """Let a team be at its desk on weekdays, and conversations stand under posts."""
    with Session(for_writing(engine), info={"clock": AClock()}) as session:
        session.add(Team(id=1, name="Records"))
        session.flush()
        hours = HoursVersion(
            team_id=1,
            is_always_open=False,
            is_open_to_urgent=False,
            time_zone=ZONE.key,
            week=AT_THE_DESK,
            holidays_of="",
            holidays={},
            exceptions=[],
            made_at=START,
            made_by_id=1,
        )
        session.add(hours)
        count = session.scalar(select(func.max(Conversation.id))) or 0
        began = dict(session.execute(select(Conversation.id, Conversation.created_at)).all())
        session.execute(
            insert(Post),
            [
                {
                    "id": number // A_POST + 1,
                    "account_id": 1,
                    "external_id": f"post-{number}",
                    "text": f"Post {number} of the department",
                    "permalink": "",
                    "published_at": began[number + 1],
                }
                for number in range(0, count, A_POST)
            ],
        )
        under = (Conversation.id - 1) // A_POST + 1
        session.execute(update(Conversation).values(post_id=under))
        session.commit()


def _let_wait(engine: Engine) -> int:
    """Give each conversation a first wait, and every third one a later wait too."""
    chance, table, written = random.Random(3), Base.metadata.tables["wait"], 0  # noqa: S311 - not for secrets
    with for_writing(engine).begin() as connection:
        rows = connection.execute(
            select(
                Conversation.id,
                Conversation.account_id,
                Conversation.platform,
                Conversation.kind,
                Conversation.created_at,
                Conversation.waiting_since,
            )
        ).all()
        for at in range(0, len(rows), BATCH):
            waits = [one for row in rows[at : at + BATCH] for one in _waits(row, chance)]
            connection.execute(insert(table), waits)
            written += len(waits)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return written


def _waits(row: Any, chance: random.Random) -> Iterator[dict[str, Any]]:
    started, opener = row.created_at, (row.id - 1) * large_desk.A_CONVERSATION + 1
    for turn in range(1 + (row.id % 3 == 0)):
        ended = started + timedelta(seconds=chance.expovariate(1 / 1800))
        is_running = row.waiting_since is not None
        if is_running and turn:
            return
        yield {
            "account_id": row.account_id,
            "conversation_id": row.id,
            "platform": row.platform,
            "kind": row.kind,
            "is_first": turn == 0,
            "started_at": started,
            "ended_at": None if is_running else ended,
            "end": None if is_running else chance.choices(list(WaitEnd), (85, 10, 4, 1))[0],
            "opened_by_message_id": opener,
            "hours_id": int(row.id % 3 == 1),
            "staffed": _staffed(row.id, started, ended) if not is_running else None,
            "target": int(TARGET.total_seconds()),
            "due_at": started + TARGET,
            "ended_by_user_id": None if is_running or chance.random() < 0.2 else 1,
        }
        started = ended + timedelta(hours=1)


def _staffed(number: int, started: Any, ended: Any) -> int | None:
    if number % 3 != 1:
        return None
    return adding_up.of(HOURS).between(reckoned(started), reckoned(ended))


def _measure(engine: Engine, calls: int) -> bool:
    print(f"{'':24}{'p50':>10}{'p99':>10}{'plain Python':>16}{'ratio':>8}   (ms)")
    agreed = []
    for name, days in RANGES.items():
        with Session(engine, info={"clock": AClock()}) as session:
            agreed += _compare(session, name, _of_days(days), calls)
    return not all(agreed)


def _compare(session: Session, name: str, asked: Asked, calls: int) -> list[bool]:
    user, agreed = session.get_one(User, 1), []
    began = time.perf_counter()
    every = _every(session)
    reading = (time.perf_counter() - began) * 1000
    for part in (counting.TOTAL, counting.DAY, counting.PLACE, counting.ACCOUNT, counting.PERSON):
        took = _timed(partial(counting.count, session, asked, (part,)), calls)
        began = time.perf_counter()
        plain = _plainly(every, asked, part)
        # What is read once here, plain Python would read for each.
        plain_took = (time.perf_counter() - began) * 1000 + reading
        agreed.append(plain == counting.count(session, asked, (part,))[part])
        verdict = "agrees" if agreed[-1] else "DIFFERS"
        ratio = f"{plain_took:>16.1f}{plain_took / took[0]:>8.1f}"
        print(
            f"{name + ', ' + part:<24}{took[0]:>10.1f}{took[1]:>10.1f}{ratio}   {verdict}",
            flush=True,
        )
    others = [one for one in reporting.EVERYTHING if one not in (counting.PLACE, counting.ACCOUNT)]
    for part in others:
        asks = partial(reporting.report, session, asked, by=user, only=(part,))
        took = _timed(asks, calls)
        print(f"{name + ', ' + part:<24}{took[0]:>10.1f}{took[1]:>10.1f}", flush=True)
    took = _timed(partial(posts.offered, session, asked), calls)
    print(f"{name + ', list of posts':<24}{took[0]:>10.1f}{took[1]:>10.1f}", flush=True)
    return agreed


def _of_days(days: int) -> Asked:
    last: date = NOW.date()
    first = max(last - timedelta(days=days - 1), START.date())
    return Asked(first=first, last=last, zone=ZONE)


def _timed(part: Callable[[], object], calls: int) -> tuple[float, float]:
    part()
    took = []
    for _ in range(calls):
        began = time.perf_counter()
        part()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), sorted(took)[int(len(took) * 0.99)]


def _every(session: Session) -> Sequence[Any]:
    joined = select(*_NEEDED).join(Conversation, Conversation.id == Wait.conversation_id)
    return session.execute(joined).all()


def _plainly(every: Sequence[Any], asked: Asked, part: str) -> dict[str, Figures]:
    """Reckon in Python with every row."""
    groups: dict[str, list[Any]] = {}
    for row in every:
        if asked.start <= row.started_at < asked.end and row.end is not WaitEnd.MERGED:
            groups.setdefault(_KEYS[part](row), []).append(row)
    return {key: _figures(rows) for key, rows in groups.items()}


def _figures(kept: list[Any]) -> Figures:
    answered = [one for one in kept if one.end is WaitEnd.ANSWERED]
    waiting = [one.started_at for one in kept if one.end is None]
    first, following = (
        figures.spread_of(
            [one.ended_at - one.started_at for one in answered if one.is_first is which]
        )
        for which in (True, False)
    )
    first_staffed, following_staffed = (
        figures.spread_of([_by_hours(one) for one in answered if one.is_first is which])
        for which in (True, False)
    )
    so_far = [_by_hours(one) for one in kept if one.end is None]
    return Figures(
        answered=len(answered),
        no_reply_needed=sum(one.end is WaitEnd.NO_REPLY_NEEDED for one in kept),
        withdrawn=sum(one.end is WaitEnd.WITHDRAWN for one in kept),
        waiting=len(waiting),
        on_platform=sum(one.ended_by_user_id is None for one in answered),
        firsts=sum(one.is_first for one in kept),
        waiting_longest=NOW - min(waiting) if waiting else None,
        waiting_longest_staffed=max(so_far, default=None),
        first=first,
        following=following,
        first_staffed=first_staffed,
        following_staffed=following_staffed,
        first_kept=_kept([one for one in kept if one.is_first]),
        following_kept=_kept([one for one in kept if not one.is_first]),
    )


def _by_hours(row: Any) -> timedelta:
    if row.staffed is not None:
        return row.staffed * MICROSECOND  # type: ignore[no-any-return]  # a row is of anything
    return staffed.between(HOURS if row.hours_id else None, row.started_at, row.ended_at or NOW)


def _lengths(rows: Iterable[Any]) -> list[timedelta]:
    return [one.ended_at - one.started_at for one in rows]


def _kept(rows: list[Any]) -> Kept:
    target = TARGET if rows else None
    return Kept(
        within=sum(one.end is WaitEnd.ANSWERED and one.ended_at <= one.due_at for one in rows),
        late=sum((one.ended_at or NOW) > one.due_at for one in rows),
        shortest=target,
        longest=target,
    )


_NEEDED = (
    Wait.is_first,
    Wait.started_at,
    Wait.ended_at,
    Wait.end,
    Wait.due_at,
    Wait.ended_by_user_id,
    Wait.hours_id,
    Wait.staffed,
    Wait.platform,
    Wait.kind,
    Wait.account_id,
    Conversation.assignee_id,
)
_KEYS: dict[str, Callable[[Any], str]] = {
    counting.TOTAL: lambda _: "",
    counting.DAY: lambda row: str(moments.number_of(row.started_at.astimezone(ZONE).date())),
    counting.PLACE: lambda row: f"{row.platform.value}/{row.kind.value}",
    counting.ACCOUNT: lambda row: str(row.account_id),
    counting.PERSON: lambda row: str((row.ended_by_user_id if row.end else row.assignee_id) or ""),
}


if __name__ == "__main__":
    main()
