"""Whose new messages make no noise inside the desk, until when, and who said so?

A mute blocks nobody. What a muted contact writes arrives, is kept and is counted as ever, and
the wait for an answer runs on; only inside the desk it rings and shouts no more. What is
urgent is never quiet.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import accounts, acquaintance, acts, clock, conversations, reasons, timeline
from inbox.errors import Conflict
from inbox.models import Act, Contact, Conversation, Event, Mute, Status, User
from inbox.snoozing import AlreadyPast

EVENTS = ("contact.muted", "contact.unmuted")


class NobodyToMute(Conflict):
    """The platform does not say who it is."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("The platform does not say who wrote this, so nobody can be muted.")
        )


class AlreadyMuted(Conflict):
    """Somebody else was quicker."""

    def __init__(self, mute: Mute) -> None:
        super().__init__(
            Phrase("{first_name} muted this person already.", first_name=mute.user.first_name)
        )


class MuteChangedSince(Conflict):
    """It was lifted, or set anew."""

    def __init__(self) -> None:
        super().__init__(Phrase("The mute was changed in the meantime, so it was not undone."))


def mute(
    session: Session, conversation_id: int, *, reason: str, until: datetime | None, by: User
) -> Conversation:
    """Mute whom a conversation is with until a moment, or (None) until further notice.

    Raises ReasonNeeded, ReasonTooLong, AlreadyPast, NobodyToMute or AlreadyMuted.
    """
    why = reasons.tidied(
        reason, asks=Phrase("Say why this person is muted. The reason goes on record.")
    )
    if until is not None and until <= clock.now(session):
        raise AlreadyPast
    conversation = held(session, conversation_id)
    contact_id = _contact_of(conversation)
    if standing := of_contact(session, contact_id):
        raise AlreadyMuted(standing)
    event = _set(session, conversation, contact_id, _row(session, contact_id, by, why, until), by)
    acts.keep(session, event, by=by, mute=None)
    return conversation


def unmute(session: Session, conversation_id: int, *, by: User) -> Conversation:
    """Let whom a conversation is with be heard again."""
    conversation = held(session, conversation_id)
    contact_id = _contact_of(conversation)
    standing = of_contact(session, contact_id)
    if standing:
        before = _as_json(standing)
        event = _set(session, conversation, contact_id, None, by)
        acts.keep(session, event, by=by, mute=before)
    return conversation


def of_contact(session: Session, contact_id: int | None) -> Mute | None:
    """Return the mute of a contact, with who said so."""
    return session.scalar(
        select(Mute).where(Mute.contact_id == contact_id).options(selectinload(Mute.user))
    )


def among(session: Session, contact_ids: Collection[int]) -> set[int]:
    """Return those of the contacts that are muted."""
    return set(session.scalars(select(Mute.contact_id).where(Mute.contact_id.in_(contact_ids))))


def due(session: Session) -> Sequence[int]:
    """Return the contacts whose mute has come to its end."""
    now = clock.now(session)
    return session.scalars(select(Mute.contact_id).where(Mute.until <= now)).all()


def lift_due(session: Session, contact_id: int) -> None:
    """End a mute whose time has come, if it still has."""
    contact = session.get_one(Contact, contact_id)
    # Held before the look, so that what is found is not merged meanwhile.
    accounts.locked(session, contact.account_id)
    newest = acquaintance.newest(session, contact_id)
    conversation = held(session, newest) if newest else None
    standing = of_contact(session, contact_id)
    if conversation and standing and standing.until and standing.until <= clock.now(session):
        _set(session, conversation, contact_id, None, None)


def held(session: Session, conversation_id: int) -> Conversation:
    """Return a conversation whose contact nobody else mutes, and no intake meets, until the end.

    Raises NoSuchConversation. The account comes first, as where messages are taken in.
    """
    account_id = session.scalar(
        select(Conversation.account_id).where(Conversation.id == conversation_id)
    )
    if account_id is None:
        raise conversations.NoSuchConversation(conversation_id)
    accounts.locked(session, account_id)
    contact_id = session.scalar(
        select(Conversation.contact_id).where(Conversation.id == conversation_id)
    )
    conversations.hold(session, [conversation_id, *_near(session, contact_id)])
    return conversations.locked(session, conversation_id)


def put_back(session: Session, conversation: Conversation, act: Act, event: Event) -> None:
    """Let a contact be muted, or heard, as before an act. The caller has it `held`.

    Raises MuteChangedSince.
    """
    contact_id, before = event.data["contact_id"], act.before["mute"]
    standing = of_contact(session, contact_id)
    left_at = standing.muted_at if standing else None
    if left_at != (event.occurred_at if event.name == "contact.muted" else None):
        raise MuteChangedSince
    _put(session, contact_id, _of_json(contact_id, before) if before else None)
    by = session.get_one(User, act.user_id)
    for other in _others(session, conversation, contact_id):
        _record(session, other, contact_id, by)


def _contact_of(conversation: Conversation) -> int:
    if conversation.contact_id is None:
        raise NobodyToMute
    return conversation.contact_id


def _set(
    session: Session,
    conversation: Conversation,
    contact_id: int,
    mute: Mute | None,
    by: User | None,
) -> Event:
    _put(session, contact_id, mute)
    for other in _others(session, conversation, contact_id):
        _record(session, other, contact_id, by)
    event = _record(session, conversation, contact_id, by)
    if mute:
        mute.muted_at = event.occurred_at
    return event


def _put(session: Session, contact_id: int, mute: Mute | None) -> None:
    if standing := session.get(Mute, contact_id):
        session.delete(standing)
        session.flush()
    if mute:
        session.add(mute)
    session.execute(
        update(Conversation)
        .where(Conversation.contact_id == contact_id)
        .values(is_muted=mute is not None)
    )
    session.flush()


def _record(
    session: Session, conversation: Conversation, contact_id: int, by: User | None
) -> Event:
    standing = session.get(Mute, contact_id)
    if standing is None:
        return timeline.record(
            session, "contact.unmuted", conversation, by=by, contact_id=contact_id
        )
    until = standing.until.isoformat() if standing.until else None
    given = {"contact_id": contact_id, "until": until, "reason": standing.reason}
    return timeline.record(session, "contact.muted", conversation, by=by, **given)


def _others(session: Session, conversation: Conversation, contact_id: int) -> list[Conversation]:
    """Return the contact's other conversations that somebody may still look at, held."""
    others = [one for one in _near(session, contact_id) if one != conversation.id]
    return [conversations.locked(session, one) for one in others]


def _near(session: Session, contact_id: int | None) -> Sequence[int]:
    return session.scalars(
        select(Conversation.id)
        .where(Conversation.contact_id == contact_id, Conversation.status != Status.RESOLVED)
        .order_by(Conversation.id)
    ).all()


def _row(session: Session, contact_id: int, by: User, reason: str, until: datetime | None) -> Mute:
    now = clock.now(session)
    return Mute(contact_id=contact_id, user_id=by.id, reason=reason, muted_at=now, until=until)


def _as_json(mute: Mute) -> dict[str, Any]:
    return {
        "user_id": mute.user_id,
        "reason": mute.reason,
        "muted_at": mute.muted_at.isoformat(),
        "until": mute.until.isoformat() if mute.until else None,
    }


def _of_json(contact_id: int, kept: dict[str, Any]) -> Mute:
    until = datetime.fromisoformat(kept["until"]) if kept["until"] else None
    given = {"user_id": kept["user_id"], "reason": kept["reason"], "until": until}
    muted_at = datetime.fromisoformat(kept["muted_at"])
    return Mute(contact_id=contact_id, muted_at=muted_at, **given)
