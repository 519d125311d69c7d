"""Which worker reads an account now, and until when?

Ordinary polls, broadcasts and walks through history are held apart, so that a long walk
through old posts does not keep a news conference waiting, nor the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from connectors.phrases import Phrase
from inbox import clock, leases
from inbox.leases import LeaseLost
from inbox.models import Account, AccountState, Cursor, Gap, Lane
from inbox.rows import changed

# A nudge not acted upon by then was lost: Redis was wiped, or its worker died.
NUDGE_AGAIN_AFTER = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class _Columns:
    by: InstrumentedAttribute[str | None]
    until: InstrumentedAttribute[datetime | None]
    nudged_at: InstrumentedAttribute[datetime | None]

    def values(self, by: str | None, until: datetime | None) -> dict[str, Any]:
        return {self.by.key: by, self.until.key: until}


_OF: Mapping[Lane, _Columns] = {
    Lane.POLL: _Columns(Account.polling_by, Account.polling_until, Account.nudged_at),
    Lane.LIVE: _Columns(
        Account.live_polling_by, Account.live_polling_until, Account.live_nudged_at
    ),
    Lane.BULK: _Columns(
        Account.bulk_polling_by, Account.bulk_polling_until, Account.bulk_nudged_at
    ),
}


def claim(session: Session, account_id: int, lane: Lane, holder: str) -> bool:
    """Take an account's lane; False when another worker has it, or the account is stopped."""
    of, now = _OF[lane], clock.now(session)
    return changed(
        session,
        update(Account)
        .where(
            Account.id == account_id,
            Account.state == AccountState.CONNECTED,
            or_(of.until.is_(None), of.until < now),
        )
        .values(of.values(holder, now + leases.LEASE)),
    )


def renew(session: Session, account: Account, lane: Lane, holder: str) -> None:
    """Hold a lane a little longer. Raises LeaseLost. The caller holds the account's row."""
    of = _OF[lane]
    if getattr(account, of.by.key) != holder:
        raise LeaseLost(Phrase("account {id}", id=account.id))
    setattr(account, of.until.key, clock.now(session) + leases.LEASE)


def release(session: Session, account_id: int, lane: Lane, holder: str) -> None:
    """Give a lane back."""
    of = _OF[lane]
    session.execute(
        update(Account)
        .where(Account.id == account_id, of.by == holder)
        .values(of.values(None, None) | {of.nudged_at.key: None})
    )


def nudge_due(session: Session, lane: Lane) -> list[int]:
    """Return the accounts with something due that nobody reads or was told of, as told now."""
    of, now = _OF[lane], clock.now(session)
    is_due = _is_due(lane, now)
    return list(
        session.scalars(
            update(Account)
            .where(
                Account.state == AccountState.CONNECTED,
                is_due,
                or_(of.until.is_(None), of.until < now),
                or_(of.nudged_at.is_(None), of.nudged_at < now - NUDGE_AGAIN_AFTER),
            )
            .values({of.nudged_at.key: now})
            .returning(Account.id)
            .execution_options(synchronize_session=False)
        )
    )


def _is_due(lane: Lane, now: datetime) -> ColumnElement[bool]:
    if lane is Lane.BULK:
        return _is_due_in_bulk(now)
    if lane is Lane.POLL:
        return or_(_has_streams_due(lane, now), Account.check_asked_at.is_not(None))
    return _has_streams_due(lane, now)


def _has_streams_due(lane: Lane, now: datetime) -> ColumnElement[bool]:
    due = select(Cursor.account_id).where(Cursor.lane == lane, Cursor.due_at <= now)
    return Account.id.in_(due)


def _is_due_in_bulk(now: datetime) -> ColumnElement[bool]:
    with_gaps = (
        select(Cursor.account_id)
        .join(Gap, Gap.cursor_id == Cursor.id)
        .where(Gap.is_bulk, Gap.filled_at.is_(None), Gap.due_at <= now)
    )
    return or_(Account.id.in_(with_gaps), Account.counts_due_at <= now)
