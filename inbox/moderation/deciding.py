"""What becomes of a delete that one person asked for: confirmed, declined, or withdrawn?

It waits for as long as nobody decides. The conversation's row is held while
somebody does, so of two who decide at once the second is told who was quicker.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase, either
from inbox import announcing, clock, conversations, timeline
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, Invalid, NotAllowed, NotFound
from inbox.models import Conversation, Message, Moderation, ModerationState, User
from inbox.moderation import second_person
from inbox.moderation.asking import EvenHandednessNeeded, NotOffered
from inbox.moderation.offering import offered

_EVENTS = {
    ModerationState.QUEUED: "moderation.confirmed",
    ModerationState.DECLINED: "moderation.declined",
    ModerationState.WITHDRAWN: "moderation.withdrawn",
    ModerationState.LAPSED: "moderation.lapsed",
}
_AUDITED = {
    ModerationState.QUEUED: What.MODERATION_CONFIRMED,
    ModerationState.DECLINED: What.MODERATION_DECLINED,
    ModerationState.WITHDRAWN: What.MODERATION_WITHDRAWN,
}
_CONFIRMED = Phrase("{quicker} confirmed this already.")
_DID = {
    ModerationState.DECLINED: Phrase("{quicker} declined this already."),
    ModerationState.WITHDRAWN: Phrase("{quicker} withdrew this already."),
}


class NoSuchModeration(NotFound):
    """Nothing was asked for under this number."""

    def __init__(self, moderation_id: int) -> None:
        super().__init__(
            Phrase(
                "Nothing was asked for under the number {moderation_id}.",
                moderation_id=moderation_id,
            )
        )


class AlreadyDecided(Conflict):
    """Somebody was quicker, or the words were gone before."""

    def __init__(self, moderation: Moderation) -> None:
        quicker = moderation.decided_by
        super().__init__(
            Phrase(_DID.get(moderation.state, _CONFIRMED), quicker=quicker.name)
            if quicker
            else Phrase(
                "These words are gone from the platform already, so there is nothing to decide."
            )
        )


class NotByYou(NotAllowed):
    """Who asked cannot confirm, nor can somebody without the standing while others have it."""

    def __init__(self, able: Iterable[User]) -> None:
        names = either([person.name for person in able])
        super().__init__(
            Phrase(
                "Deleting takes a second person. This waits for {names}.",
                names=names or Phrase("one"),
            )
        )


class OnlyWhoAsked(NotAllowed):
    """Somebody else's request is declined, not withdrawn."""

    def __init__(self) -> None:
        super().__init__(Phrase("Only who asked for this can withdraw it."))


class AskerIsGone(Conflict):
    """One of the two people has left the desk since."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase(
                "{name}, who asked for this, is no longer on the desk. Decline it; whoever "
                "still wants it can ask anew.",
                name=name,
            )
        )


class NoteNeeded(Invalid):
    """Who asked would not learn why."""

    def __init__(self) -> None:
        super().__init__(Phrase("Say why not: whoever asked reads it."))


def confirm(
    session: Session, moderation_id: int, *, by: User, is_even_handed: bool = False
) -> Moderation:
    """Put a delete on its way as the second person, who would do so had the words praised us.

    Raises NoSuchModeration, AlreadyDecided, NotByYou, AskerIsGone, NotOffered or
    EvenHandednessNeeded.
    """
    conversation, moderation = _pending(session, moderation_id)
    _refuse_unless_second(session, moderation, by)
    if not moderation.by.is_active:
        raise AskerIsGone(moderation.by.name)
    if moderation.verb not in offered(conversation, moderation.message):
        raise NotOffered
    if not is_even_handed:
        raise EvenHandednessNeeded
    _end(session, conversation, moderation, ModerationState.QUEUED, by=by)
    moderation.due_at = clock.now(session)
    announcing.moderation_is_due(session, moderation.id)
    return moderation


def decline(session: Session, moderation_id: int, *, by: User, note: str) -> Moderation:
    """Leave the words where they are, and say why to whoever asked.

    Raises NoSuchModeration, AlreadyDecided, NotByYou or NoteNeeded.
    """
    conversation, moderation = _pending(session, moderation_id)
    _refuse_unless_second(session, moderation, by)
    moderation.note = note.strip()
    if not moderation.note:
        raise NoteNeeded
    _end(session, conversation, moderation, ModerationState.DECLINED, by=by)
    return moderation


def withdraw(session: Session, moderation_id: int, *, by: User) -> Moderation:
    """Take a request back, as the person who made it.

    Raises NoSuchModeration, AlreadyDecided or OnlyWhoAsked.
    """
    conversation, moderation = _pending(session, moderation_id)
    if by.id != moderation.by_user_id:
        raise OnlyWhoAsked
    _end(session, conversation, moderation, ModerationState.WITHDRAWN, by=by)
    return moderation


def lapse(session: Session, conversation: Conversation, message: Message) -> None:
    """End what waits about words that are gone. The caller holds the conversation's row."""
    waiting = select(Moderation).where(
        Moderation.message_id == message.id, Moderation.state == ModerationState.PROPOSED
    )
    for moderation in session.scalars(waiting).all():
        _end(session, conversation, moderation, ModerationState.LAPSED, by=None)


def conversation_of(session: Session, moderation_id: int) -> int:
    """Return the number of the conversation that an act belongs to. Raises NoSuchModeration."""
    asked = select(Moderation.conversation_id).where(Moderation.id == moderation_id)
    found = session.scalar(asked)
    if found is None:
        raise NoSuchModeration(moderation_id)
    return found


def _pending(session: Session, moderation_id: int) -> tuple[Conversation, Moderation]:
    conversation = conversations.locked(session, conversation_of(session, moderation_id))
    moderation = session.scalars(
        select(Moderation)
        .where(Moderation.id == moderation_id)
        .options(
            selectinload(Moderation.by),
            selectinload(Moderation.decided_by),
            selectinload(Moderation.message),
        )
        .execution_options(populate_existing=True)
    ).one()
    if moderation.state is not ModerationState.PROPOSED:
        raise AlreadyDecided(moderation)
    return conversation, moderation


def _refuse_unless_second(session: Session, moderation: Moderation, by: User) -> None:
    able = second_person.besides(session, moderation.by_user_id, moderation.account_id)
    if by.id not in {person.id for person in able}:
        raise NotByYou(able)


def _end(
    session: Session,
    conversation: Conversation,
    moderation: Moderation,
    state: ModerationState,
    *,
    by: User | None,
) -> None:
    moderation.state, moderation.decided_at = state, clock.now(session)
    moderation.decided_by_user_id = by.id if by else None
    timeline.record(
        session,
        _EVENTS[state],
        conversation,
        by=by,
        moderation_id=moderation.id,
        message_id=moderation.message_id,
        verb=moderation.verb.value,
        note=moderation.note,
    )
    if state in _AUDITED:
        on = On("message", moderation.message_id)
        detail = {"verb": moderation.verb.value, "conversation_id": conversation.id}
        recording.record(session, _AUDITED[state], by=by, on=on, detail=detail)
