"""What is the thing called that a number in an address stands for?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.models import (
    Account,
    CustomRole,
    Dispatch,
    Passkey,
    ReportSchedule,
    SlaPolicy,
    Subscriber,
    Team,
    Token,
    User,
)
from inbox.views import PLATFORM_NAMES

Named = CustomRole | Passkey | SlaPolicy | Subscriber | Team | Token | User

_NAMED: Mapping[str, type[Named]] = {
    "user_id": User,
    "team_id": Team,
    "token_id": Token,
    "subscriber_id": Subscriber,
    "policy_id": SlaPolicy,
    "role_id": CustomRole,
    "passkey_id": Passkey,
}


def thing(session: Session, place: str, number: int, *, owner: User | None = None) -> str | None:
    """Return the name of what stands under `number` at a `place` in an address.

    None where nothing does, or, where an `owner` is given, nothing of theirs.
    """
    if place == "account_id":
        return _account(session, number)
    if place == "schedule_id":
        schedule = session.get(ReportSchedule, number)
        return schedule.time if schedule else None
    if place == "dispatch_id":
        receiver = select(Dispatch.subscriber_id).where(Dispatch.id == number).scalar_subquery()
        found = session.scalars(select(Subscriber).where(Subscriber.id == receiver)).first()
        return found.name if found else None
    return _named(session, place, number, owner)


def _named(session: Session, place: str, number: int, owner: User | None) -> str | None:
    model = _NAMED.get(place)
    row: Any = session.get(model, number) if model else None
    is_theirs = row is not None and owner is not None and row.user_id == owner.id
    return str(row.name) if row is not None and (owner is None or is_theirs) else None


# Its name alone stands for one on each platform.
def _account(session: Session, number: int) -> str | None:
    found = session.scalars(select(Account).where(Account.id == number)).first()
    return f"{PLATFORM_NAMES[found.platform]}, {found.name}" if found else None
