"""How far has somebody come who wants a program to be given direct messages?"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from inbox import clock
from inbox.models import Giving, Subscriber, User


class Consent(StrEnum):
    """What became of a wish for direct messages."""

    NEEDLESS = "needless"
    WAITING = "waiting"
    ALLOWED = "allowed"
    REFUSED = "refused"


def of(subscriber: Subscriber) -> Consent:
    """Return how far somebody's wish for direct messages has come."""
    if subscriber.giving is not Giving.ALL:
        return Consent.NEEDLESS
    if subscriber.allowed_at:
        return Consent.ALLOWED
    return Consent.REFUSED if subscriber.refused_at else Consent.WAITING


def given(subscriber: Subscriber) -> Giving:
    """Return which words a program is given now, whatever it is to be given."""
    is_missing = of(subscriber) in (Consent.WAITING, Consent.REFUSED)
    return Giving.PUBLIC if is_missing else subscriber.giving


def ask(session: Session, subscriber: Subscriber, *, by: User) -> None:
    """Let what was agreed count no more, and ask anew where direct messages are wanted."""
    is_wanted = subscriber.giving is Giving.ALL
    subscriber.asked_by_id = by.id if is_wanted else None
    subscriber.asked_at = clock.now(session) if is_wanted else None
    subscriber.allowed_by_id = subscriber.allowed_at = None
    subscriber.refused_by_id = subscriber.refused_at = None
    subscriber.refused_why = ""
