"""How late do the messages of each account come to us?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from connectors.words import Direction
from inbox import clock
from inbox.models import Account, Message

OVER = timedelta(hours=1)
STEP = timedelta(minutes=5)
STEPS = OVER // STEP
NEWEST = 10_000
"""How many messages are looked at: in a flood, the hour begins later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How long the middle message took to us: over the hour, and in each step of it.

    A step in which none came is None.
    """

    middle: timedelta
    steps: Sequence[timedelta | None]

    @property
    def newest(self) -> timedelta:
        """The lag of the newest step in which a message came."""
        return next((one for one in reversed(self.steps) if one is not None), self.middle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lags:
    """The lag of each account that received a message, and when each step began."""

    starts: Sequence[datetime]
    by_account: Mapping[int, Lag]


def of_last_hour(session: Session) -> Lags:
    """Return how late the messages of the last hour came.

    What was said before an account was connected says nothing about it.
    """
    since = clock.now(session) - OVER
    took: dict[int, list[tuple[int, timedelta]]] = defaultdict(list)
    for account_id, sent_at, received_at in _received(session, since):
        step = min((received_at - since) // STEP, STEPS - 1)
        took[account_id].append((step, max(received_at - sent_at, timedelta())))
    return Lags(
        starts=[since + STEP * number for number in range(STEPS)],
        by_account={account_id: _lag(spans) for account_id, spans in took.items()},
    )


def _received(session: Session, since: datetime) -> Iterable[Row[int, datetime, datetime]]:
    # By number, which rises as messages come: no index holds `received_at`.
    newest = (
        select(Message.account_id, Message.sent_at, Message.received_at, Message.direction)
        .order_by(Message.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    return session.execute(
        select(newest.c.account_id, newest.c.sent_at, newest.c.received_at)
        .join(Account, Account.id == newest.c.account_id)
        .where(
            newest.c.received_at > since,
            newest.c.sent_at > Account.connected_at,
            newest.c.direction == Direction.IN,
        )
    )


def _lag(spans: Sequence[tuple[int, timedelta]]) -> Lag:
    by_step: dict[int, list[timedelta]] = defaultdict(list)
    for step, span in spans:
        by_step[step].append(span)
    return Lag(
        middle=_middle([span for _, span in spans]),
        steps=[_middle(by_step[step]) if step in by_step else None for step in range(STEPS)],
    )


def _middle(spans: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(span.total_seconds() for span in spans))
