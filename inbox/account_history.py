"""What happened to the accounts lately, and how late do their messages come?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from connectors.phrases import Phrase
from connectors.words import Direction
from inbox import clock
from inbox.models import Account, Event, Message

LATELY = timedelta(days=1)
LAG_OVER = timedelta(hours=1)
SHOWN = 20
COUNTED = 1000
_WORDS = {
    "account.connected": Phrase("Connected"),
    "account.disconnected": Phrase("Disconnected"),
    "account.stopped": Phrase("Access ended"),
    "account.failing": Phrase("The platform did not answer as it should"),
    "account.recovered": Phrase("The platform answers again"),
    "account.backfill_finished": Phrase("Earlier messages fetched"),
    "account.counts_differ": Phrase("Posts with another number of comments on the platform"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened to an account, in words."""

    at: datetime
    account: Account
    words: str
    detail: str
    by: str


def lately(session: Session) -> list[Happened]:
    """Return what happened to accounts in the last day, the newest first."""
    query = (
        select(Event, Account)
        .join(Account, Account.id == Event.account_id)
        .where(
            Event.conversation_id.is_(None),
            Event.name.in_(_WORDS),
            Event.occurred_at > clock.now(session) - LATELY,
        )
        .options(joinedload(Event.user))
        .order_by(Event.id.desc())
        .limit(SHOWN)
    )
    return [_happened(event, account) for event, account in session.execute(query)]


def lags(session: Session) -> dict[int, timedelta]:
    """Return for each account how long the middle one of the last hour's messages took to us.

    What was said before the account was connected says nothing about it.
    """
    since = clock.now(session) - LAG_OVER
    rows = session.execute(
        select(Message.account_id, Message.sent_at, Message.received_at)
        .join(Account, Account.id == Message.account_id)
        .where(
            Message.received_at > since,
            Message.sent_at > Account.connected_at,
            Message.direction == Direction.IN,
        )
        .order_by(Message.id.desc())
        .limit(COUNTED)
    )
    took: dict[int, list[timedelta]] = defaultdict(list)
    for account_id, sent_at, received_at in rows:
        took[account_id].append(max(received_at - sent_at, timedelta()))
    return {account_id: _middle(spans) for account_id, spans in took.items()}


def _middle(spans: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(span.total_seconds() for span in spans))


def _happened(event: Event, account: Account) -> Happened:
    return Happened(
        at=event.occurred_at,
        account=account,
        words=_WORDS[event.name],
        detail=_detail(event),
        by=event.user.name if event.user else "",
    )


def _detail(event: Event) -> str:
    if "count" in event.data:
        return f"{event.data['count']:,}"
    return str(event.data.get("problem", ""))
