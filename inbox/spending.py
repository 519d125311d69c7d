"""What do an account's calls cost, about?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from connectors.capabilities import Price
from connectors.catalogue import prices_of
from inbox import clock
from inbox.models import Account, Spending
from inbox.rows import changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one account used today, UTC: an upper bound by the platform's published prices."""

    reads: int
    writes: int
    dollars: Decimal
    source: str


def count(session: Session, account_id: int, spent: Mapping[str, int]) -> None:
    """Add to what an account used today. The caller holds the account's row."""
    day = clock.now(session).astimezone(UTC).date()
    for what, number in spent.items():
        if number and not _added(session, account_id, day, what, number):
            session.add(Spending(account_id=account_id, day=day, what=what, count=number))
            session.flush()


def today(session: Session, account: Account) -> Cost | None:
    """Return what an account used today; None where its platform charges nothing."""
    charged = prices_of(account.connector)
    if charged is None:
        return None
    used = [
        (charged.prices[row.what], row.count)
        for row in _rows(session, account)
        if row.what in charged.prices
    ]
    return Cost(
        reads=_sum(used, is_write=False),
        writes=_sum(used, is_write=True),
        dollars=sum((price.dollars * number for price, number in used), Decimal()),
        source=charged.source,
    )


def _added(session: Session, account_id: int, day: date, what: str, number: int) -> bool:
    return changed(
        session,
        update(Spending)
        .where(Spending.account_id == account_id, Spending.day == day, Spending.what == what)
        .values(count=Spending.count + number),
    )


def _rows(session: Session, account: Account) -> list[Spending]:
    day = clock.now(session).astimezone(UTC).date()
    return list(
        session.scalars(
            select(Spending).where(Spending.account_id == account.id, Spending.day == day)
        )
    )


def _sum(used: list[tuple[Price, int]], *, is_write: bool) -> int:
    return sum(number for price, number in used if price.is_write is is_write)
