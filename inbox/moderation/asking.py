"""Who asks for an act upon a message, with which reason, and may they?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from connectors.words import Verb
from inbox import announcing, clock, conversations, permissions, timeline
from inbox.audit import recording
from inbox.audit.recording import On
from inbox.audit.what import What
from inbox.errors import Conflict, Invalid, NotAllowed, NotFound
from inbox.models import (
    Capture,
    Conversation,
    Message,
    Moderation,
    ModerationState,
    User,
)
from inbox.moderation import policy, second_person
from inbox.moderation.offering import offered
from inbox.permissions import Permission

_LISTS = {Verb.HIDE: policy.HIDE_CATEGORIES, Verb.DELETE: policy.OUR_CATEGORIES}
_MILD = (Verb.LIKE, Verb.UNLIKE)
_FIRST = {Verb.DELETE: ModerationState.PROPOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks for. `is_even_handed`: they would do so had it praised us, too."""

    verb: Verb
    category: str | None = None
    reason: str = ""
    is_even_handed: bool = False


class NoSuchMessage(NotFound):
    """No message stands under this number."""

    def __init__(self, message_id: int) -> None:
        super().__init__(Phrase("There is no message {message_id}.", message_id=message_id))


class NotOffered(Conflict):
    """The platform or the policy does not let this be done, or it was done already."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This cannot be done to this message now. Look at the thread again.")
        )


class AlreadyUnderWay(Conflict):
    """Somebody asked for something a moment ago."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Something is being done to this message already. Wait for its end.")
        )


class NotArchived(Conflict):
    """What would be hidden or deleted is not on record yet."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Hearback holds no archived copy of this message yet, and without one "
                "nothing is hidden or deleted. Try again after the next fetch."
            )
        )


class EvenHandednessNeeded(Invalid):
    """The question about praise was not answered."""

    def __init__(self) -> None:
        super().__init__(Phrase("Confirm that you would do the same if these words praised us."))


class OnlyAuthorOrSupervisor(NotAllowed):
    """Somebody else wrote it."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Only who wrote this reply, or a supervisor, may ask to delete it.")
        )


class NobodyToConfirm(Conflict):
    """One person alone is on the desk, and deleting takes two."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Deleting takes a second person, and nobody else signs in here. Add somebody "
                "(hearback user add), or delete it on the platform itself: Hearback keeps "
                "its copy and notes that it was removed."
            )
        )


def ask(session: Session, message_id: int, request: Request, *, by: User) -> Moderation:
    """Put an act upon a message on its way, in the name of a person.

    Hiding, and deleting words of ours, need a category of the policy, a reason, an
    even hand and an archived copy; a delete then waits for a second person
    (`inbox.moderation.deciding`). Raises NoSuchMessage, NotOffered, AlreadyUnderWay,
    NotArchived, OnlyAuthorOrSupervisor, NobodyToConfirm, EvenHandednessNeeded, or
    what `policy.check` raises.
    """
    conversation, message = _held(session, message_id)
    _refuse_unless_possible(session, conversation, message, request, by)
    moderation = _row(session, message, request, by)
    session.add(moderation)
    session.flush()
    if moderation.state is ModerationState.QUEUED:
        announcing.moderation_is_due(session, moderation.id)
    timeline.record(
        session,
        "moderation.asked",
        conversation,
        by=by,
        moderation_id=moderation.id,
        message_id=message.id,
        verb=request.verb.value,
        category=moderation.category,
        reason=moderation.reason,
    )
    if request.verb not in _MILD:
        on = On("message", message.id)
        detail = {"verb": request.verb.value, "conversation_id": conversation.id}
        recording.record(session, What.MODERATION_ASKED, by=by, on=on, detail=detail)
    return moderation


def conversation_of(session: Session, message_id: int) -> int:
    """Return the number of a message's conversation. Raises NoSuchMessage."""
    found = session.scalar(select(Message.conversation_id).where(Message.id == message_id))
    if found is None:
        raise NoSuchMessage(message_id)
    return found


def _held(session: Session, message_id: int) -> tuple[Conversation, Message]:
    conversation = conversations.locked(session, conversation_of(session, message_id))
    return conversation, session.get_one(Message, message_id, populate_existing=True)


def _refuse_unless_possible(
    session: Session, conversation: Conversation, message: Message, request: Request, by: User
) -> None:
    if _is_under_way(session, message):
        raise AlreadyUnderWay
    if request.verb not in offered(conversation, message):
        raise NotOffered
    if request.verb is Verb.DELETE:
        _refuse_unless_two(session, message, by)
    if request.verb not in _LISTS:
        return
    policy.check(request.category, request.reason, among=_LISTS[request.verb])
    if not request.is_even_handed:
        raise EvenHandednessNeeded
    if message.capture_id is None:
        raise NotArchived


def _refuse_unless_two(session: Session, message: Message, by: User) -> None:
    if by.id != message.author_user_id and not permissions.may(by, Permission.CONFIRM):
        raise OnlyAuthorOrSupervisor
    if not second_person.besides(session, by.id, message.account_id):
        raise NobodyToConfirm


def _is_under_way(session: Session, message: Message) -> bool:
    live = select(Moderation.id).where(
        Moderation.message_id == message.id,
        Moderation.state.in_((ModerationState.QUEUED, ModerationState.PROPOSED)),
    )
    return session.scalar(live) is not None


def _row(session: Session, message: Message, request: Request, by: User) -> Moderation:
    now = clock.now(session)
    asks_why = request.verb in _LISTS
    capture = session.get(Capture, message.capture_id) if asks_why and message.capture_id else None
    return Moderation(
        account_id=message.account_id,
        conversation_id=message.conversation_id,
        message_id=message.id,
        verb=request.verb,
        category=request.category if asks_why else None,
        policy_version=policy.POLICY_VERSION if asks_why else None,
        reason=request.reason.strip() or None,
        capture_id=capture.id if capture else None,
        capture_digest=capture.digest if capture else None,
        by_user_id=by.id,
        asked_at=now,
        due_at=now,
        state=_FIRST.get(request.verb, ModerationState.QUEUED),
    )
