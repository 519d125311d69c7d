"""What does a desk hold on which people have waited for two years?

The desk of `bench/large_desk.py` with a wait or two for each conversation, every one of them with a
target, a third of them measured by the hours of a team, 60 conversations to a post, one opened
message in two seen a while after it was received, itself a while after it was sent, and a resolve
for each conversation that is resolved.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, case, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from bench import large_desk
from bench.large_desk import NOW, START
from inbox import measuring
from inbox.db import Base, for_writing
from inbox.hours import adding_up, week
from inbox.hours.week import Hours
from inbox.models import Conversation, Event, HoursVersion, Message, Post, Status, Team, WaitEnd
from inbox.reckoning import reckoned

ZONE = ZoneInfo("America/Denver")
BATCH = 10_000
UNREAD = ("search_entry", "search_person", "wait")
TARGET = timedelta(minutes=30)
AT_THE_DESK = ["08:00-17:00"] * 5 + ["", ""]
HOURS = Hours(zone=ZONE, week=tuple(week.read(one) for one in AT_THE_DESK), days={})
A_POST = 60


class AClock:
    """A clock that stands at the end of the two years."""

    def now(self) -> datetime:
        """Tell that moment."""
        return NOW


def fill(engine: Engine, conversations: int) -> int:
    """Write all of it into an empty database, and return how many waits there are."""
    messages = conversations * large_desk.A_CONVERSATION
    large_desk.fill(engine, messages, without=UNREAD)
    _keep_hours_and_posts(engine)
    waits = _let_wait(engine)
    _see_and_resolve(engine)
    large_desk.settle(engine)
    return waits


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
        of_a_team = case((Conversation.id % 3 == 1, 1))
        under = (Conversation.id - 1) // A_POST + 1
        session.execute(update(Conversation).values(post_id=under, team_id=of_a_team))
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
                Message.sent_at,
                Conversation.waiting_since,
            )
            .join(Message, Message.id == _opener(Conversation.id))
            .order_by(Conversation.id)
        ).all()
        for at in range(0, len(rows), BATCH):
            waits = [one for row in rows[at : at + BATCH] for one in _waits(row, chance)]
            connection.execute(insert(table), waits)
            written += len(waits)
    return written


def _waits(row: Any, chance: random.Random) -> Iterator[dict[str, Any]]:
    started, opener = row.sent_at, _opener(row.id)
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


def _opener(conversation_id: Any) -> Any:
    """Return the number of the message that a conversation begins with."""
    return (conversation_id - 1) * large_desk.A_CONVERSATION + 1


def _staffed(number: int, started: Any, ended: Any) -> int | None:
    if number % 3 != 1:
        return None
    return adding_up.of(HOURS).between(reckoned(started), reckoned(ended))


def _see_and_resolve(engine: Engine) -> None:
    chance = random.Random(5)  # noqa: S311 - not for secrets
    with for_writing(engine).begin() as connection:
        # As late as what stands below it was said; some clocks run behind.
        following, later = aliased(Message), aliased(Message)
        sent = (
            select(one.sent_at).where(one.id == Message.id + further).scalar_subquery()
            for one, further in ((following, 1), (later, 2))
        )
        for name, moment, every in zip(("received_at", "first_seen_at"), sent, (1, 2), strict=True):
            opens = Message.id == _opener(Message.conversation_id)
            some = opens & (Message.conversation_id % every == 0)
            connection.execute(update(Message).where(some).values({name: moment}))
        resolved = select(Conversation.id, Conversation.created_at).where(
            Conversation.status == Status.RESOLVED
        )
        rows = connection.execute(resolved).all()
        for at in range(0, len(rows), BATCH):
            connection.execute(
                insert(Event),
                [_resolve(*row, chance) for row in rows[at : at + BATCH]],
            )
        connection.execute(measuring.correction())


def _resolve(number: int, began: datetime, chance: random.Random) -> dict[str, Any]:
    return {
        "name": "conversation.resolved",
        "conversation_id": number,
        "user_id": 1,
        "occurred_at": began + timedelta(seconds=chance.expovariate(1 / 7200)),
        "data": {},
        "previous": b"",
        "digest": b"",
    }
