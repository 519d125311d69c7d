"""Who agrees that a program is given direct messages, besides the one who asked for it?

Whoever connects programs reads nothing private by their role, and could have it sent to where
they do. So somebody else who reads and leads must agree; until then, after a refusal, and once
the secret or the words change, the program is given what is public.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, permissions, reach, reasons
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, NotAllowed
from inbox.models import Giving, Subscriber, User
from inbox.permissions import Permission
from inbox.subscribers import choosing, consent
from inbox.subscribers.consent import Consent

ASKS_WHY = Phrase("Say why, so that whoever asked knows it.")


class NotYourConsent(NotAllowed):
    """Whoever agrees must read all that the program would be given."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Only somebody who leads here, and reads the direct messages of every account, "
                "decides whether a program is given them."
            )
        )


class AskedByYou(NotAllowed):
    """One person alone would let a program read along."""

    def __init__(self) -> None:
        super().__init__(Phrase("You asked for it yourself. Somebody else must agree."))


class NothingAsked(Conflict):
    """It asks for no direct messages, or somebody decided before."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Nothing is to be decided here any more. Look at the list as it stands now.")
        )


def may(user: User) -> bool:
    """Say whether somebody decides about programs that others connect."""
    leads = permissions.may(user, Permission.READ) and permissions.may(user, Permission.LEAD)
    return leads and reach.of(user) == reach.ALL


def is_for(subscriber: Subscriber, user: User) -> bool:
    """Say whether somebody decides about this program: they may, and did not ask for it."""
    return may(user) and not _is_theirs(subscriber, user)


def asking(session: Session) -> list[Subscriber]:
    """Return the programs that are to be given direct messages, those that wait first."""
    wanted = Subscriber.removed_at.is_(None), Subscriber.giving == Giving.ALL
    told = (
        selectinload(Subscriber.asked_by),
        selectinload(Subscriber.allowed_by),
        selectinload(Subscriber.refused_by),
    )
    rows = session.scalars(select(Subscriber).where(*wanted).options(*told))
    return sorted(rows, key=lambda one: (consent.of(one) is not Consent.WAITING, -one.id))


def waiting_for(session: Session, user: User) -> list[Subscriber]:
    """Return the programs about which this person is to decide."""
    return [
        one
        for one in (asking(session) if may(user) else ())
        if consent.of(one) is Consent.WAITING and is_for(one, user)
    ]


def agree(session: Session, subscriber_id: int, *, by: User) -> None:
    """Let a program be given direct messages.

    Raises NoSuchSubscriber, NotYourConsent, AskedByYou or NothingAsked.
    """
    subscriber = _held(session, subscriber_id, by)
    if consent.of(subscriber) is not Consent.WAITING:
        raise NothingAsked
    subscriber.allowed_by_id, subscriber.allowed_at = by.id, clock.now(session)
    asked_by = session.get(User, subscriber.asked_by_id) if subscriber.asked_by_id else None
    detail = {"address": subscriber.address, "asked_by": asked_by.name if asked_by else ""}
    recording.record(session, What.HOOK_ALLOWED, by=by, on=_on(subscriber), detail=detail)


def refuse(session: Session, subscriber_id: int, *, why: str, by: User) -> None:
    """Let a program be given none, be it that it waits or that somebody agreed before.

    Raises NoSuchSubscriber, NotYourConsent, AskedByYou, NothingAsked, ReasonNeeded or
    ReasonTooLong.
    """
    subscriber, reason = _held(session, subscriber_id, by), reasons.tidied(why, asks=ASKS_WHY)
    if consent.of(subscriber) not in (Consent.WAITING, Consent.ALLOWED):
        raise NothingAsked
    subscriber.allowed_by_id = subscriber.allowed_at = None
    subscriber.refused_by_id, subscriber.refused_at = by.id, clock.now(session)
    subscriber.refused_why = reason
    recording.record(session, What.HOOK_DENIED, by=by, on=_on(subscriber), detail={"why": reason})


def _held(session: Session, subscriber_id: int, by: User) -> Subscriber:
    if not may(by):
        raise NotYourConsent
    subscriber = choosing.find(session, subscriber_id)
    if _is_theirs(subscriber, by):
        raise AskedByYou
    return subscriber


# Whoever made it, and got another role since, asked for it too.
def _is_theirs(subscriber: Subscriber, user: User) -> bool:
    return user.id in (subscriber.asked_by_id, subscriber.made_by_id)


def _on(subscriber: Subscriber) -> On:
    return On("webhook", subscriber.id, subscriber.name)
