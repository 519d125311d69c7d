"""What happened to the accounts lately?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from connectors.phrases import Phrase, together
from inbox import clock
from inbox.models import Account, Event

LATELY = timedelta(days=1)
SHOWN = 20
_WORDS = {
    "account.connected": Phrase("Connected"),
    "account.disconnected": Phrase("Disconnected"),
    "account.stopped": Phrase("Access ended"),
    "account.check_asked": Phrase("Asked to be read now"),
    "account.checked": Phrase("Taken up to be read now"),
    "account.failing": Phrase("The platform did not answer as it should"),
    "account.opened": Phrase("Its credentials can be opened again"),
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


def _happened(event: Event, account: Account) -> Happened:
    return Happened(
        at=event.occurred_at,
        account=account,
        words=_WORDS[event.name],
        detail=_detail(event),
        by=event.user.name if event.user else "",
    )


def _detail(event: Event) -> str:
    if event.name == "account.checked":
        return together(_of_streams(event.data))
    if "count" in event.data:
        return f"{event.data['count']:,}"
    return str(event.data.get("problem", ""))


def _of_streams(data: Mapping[str, Any]) -> Iterator[Phrase]:
    streams, fresh, resting = data["streams"], data["fresh"], data["resting"]
    if streams or not (fresh or resting):
        yield Phrase("{count} stream is read.", "{count} streams are read.", count=streams)
    if fresh:
        yield Phrase(
            "{count} stream was read a moment ago.",
            "{count} streams were read a moment ago.",
            count=fresh,
        )
    if resting:
        yield Phrase(
            "{count} stream is left alone, as the platform asked for rest or did not answer.",
            "{count} streams are left alone, as the platform asked for rest or did not answer.",
            count=resting,
        )
