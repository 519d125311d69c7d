"""What does whoever watches over the house want to know of it?

Numbers alone: how much waits, for how long, and where. Nobody's name and nobody's words. What is
counted here is what is open, by the indexes of what is open: the finished is never counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import redis
from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.orm import Session

from inbox import clock
from inbox.models import (
    Account,
    AccountState,
    Cursor,
    Delivery,
    Dispatch,
    Mail,
    Moderation,
    Webhook,
)
from inbox.models.delivery import LIVE_STATES
from inbox.nudging import QueueName, Waiting
from inbox.runtime import Runtime

# In the words of the indexes of what is open, or SQLite would not see that it may use them.
_IS_LIVE: ColumnElement[bool] = literal_column("delivery.state IN ('queued', 'sending', 'unknown')")
_IS_WAITING: ColumnElement[bool] = literal_column("mail.state = 'waiting'")
_IS_TO_BE_TOLD: ColumnElement[bool] = literal_column("dispatch.state = 'waiting'")
_IS_DEAD: ColumnElement[bool] = literal_column("dispatch.state = 'dead'")
_OPEN_MODERATIONS: Mapping[str, ColumnElement[bool]] = {
    "queued": literal_column("moderation.state = 'queued'"),
    "proposed": literal_column("moderation.state = 'proposed'"),
}


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is in one state, and how many seconds ago the first of it was due."""

    what: str
    state: str
    count: int
    late: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one account is read. `fetched` and `late` are seconds: since the last, past due."""

    account_id: int
    platform: str
    is_connected: bool
    is_failing: bool
    fetched: float | None
    late: float
    calls_left: int | None


def queues(runtime: Runtime) -> dict[QueueName, Waiting] | None:
    """Return what lies on each queue; None where Redis does not answer."""
    try:
        return runtime.nudger.waiting()
    except redis.RedisError:
        return None


def backlogs(session: Session) -> list[Backlog]:
    """Return what is on its way, out and in, by its state."""
    pushes = select(func.count(), func.min(Webhook.due_at)).where(Webhook.taken_in_at.is_(None))
    return [
        *_of_replies(session),
        *_of_moderations(session),
        _backlog(session, "pushes", "waiting", pushes.where(Webhook.due_at.is_not(None))),
        _backlog(session, "pushes", "unreadable", pushes.where(Webhook.due_at.is_(None))),
        _backlog(
            session,
            "mails",
            "waiting",
            select(func.count(), func.min(Mail.due_at)).where(_IS_WAITING),
        ),
        *_of_dispatches(session),
    ]


def _of_replies(session: Session) -> Iterator[Backlog]:
    asked = select(func.count(), func.min(Delivery.due_at)).where(_IS_LIVE)
    for state in LIVE_STATES:
        yield _backlog(session, "replies", state, asked.where(Delivery.state == state))
    yield _backlog(session, "replies", "asks_a_person", asked.where(Delivery.needs_person))


def _of_moderations(session: Session) -> Iterator[Backlog]:
    for state, is_in_it in _OPEN_MODERATIONS.items():
        asked = select(func.count(), func.min(Moderation.due_at)).where(is_in_it)
        yield _backlog(session, "moderations", state, asked)


def _of_dispatches(session: Session) -> Iterator[Backlog]:
    waiting = select(func.count(), func.min(Dispatch.due_at)).where(_IS_TO_BE_TOLD)
    yield _backlog(session, "webhooks", "waiting", waiting)
    given_up = select(func.count(), func.min(Dispatch.due_at)).where(_IS_DEAD)
    yield _backlog(session, "webhooks", "dead", given_up)


def _backlog(
    session: Session, what: str, state: str, asked: Select[int, datetime | None]
) -> Backlog:
    count, first = session.execute(asked).one()
    return Backlog(what, state, count, _seconds_since(session, first) or 0.0)


def readings(session: Session) -> list[Reading]:
    """Return how every account is read that is not disconnected."""
    due = dict(
        session.execute(
            select(Cursor.account_id, func.min(Cursor.due_at)).group_by(Cursor.account_id)
        ).all()
    )
    asked = select(Account).where(Account.state != AccountState.DISCONNECTED).order_by(Account.id)
    return [
        Reading(
            account_id=account.id,
            platform=account.platform,
            is_connected=account.state == AccountState.CONNECTED,
            is_failing=account.failing_since is not None,
            fetched=_seconds_since(session, account.fetched_at),
            late=_seconds_since(session, due.get(account.id)) or 0.0,
            calls_left=account.calls_left,
        )
        for account in session.scalars(asked)
    ]


def _seconds_since(session: Session, moment: datetime | None) -> float | None:
    if moment is None:
        return None
    return max(0.0, (clock.now(session) - moment).total_seconds())
