"""How exactly does a conversation stand within its status?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import acts, conversations, snoozing, status, timeline
from inbox.errors import Conflict
from inbox.models import Conversation, NamedStatus, Status, User


class Retired(Conflict):
    """It is offered no more."""

    def __init__(self, named: NamedStatus) -> None:
        super().__init__(Phrase("“{name}” was retired. Choose another status.", name=named.name))


def give(
    session: Session,
    conversation_id: int,
    named: NamedStatus,
    *,
    by: User,
    reason: str | None = None,
    until: datetime | None = None,
) -> Conversation:
    """Let a conversation stand under a name, and in the status that the name is within.

    `reason` is asked as by `status.resolve`, `until` holds for a snooze. Raises Retired and
    whatever refuses the status.
    """
    if named.retired_at:
        raise Retired(named)
    conversation = conversations.locked(session, conversation_id)
    if conversation.status is named.status:
        return _name(session, conversation, named, by)
    match named.status:
        case Status.RESOLVED:
            return status.resolve(session, conversation_id, by=by, reason=reason, named=named)
        case Status.SNOOZED:
            return snoozing.snooze(session, conversation_id, until=until, by=by, named=named)
    if conversation.status is Status.RESOLVED:
        return status.reopen(session, conversation_id, by=by, named=named)
    return snoozing.wake(session, conversation_id, by=by, named=named)


def drop(session: Session, conversation_id: int, *, by: User) -> Conversation:
    """Let a conversation stand in its status and under no name."""
    return _name(session, conversations.locked(session, conversation_id), None, by)


def _name(
    session: Session, conversation: Conversation, named: NamedStatus | None, by: User
) -> Conversation:
    number = named.id if named else None
    if conversation.named_status_id == number:
        return conversation
    before = acts.standing(conversation)
    was = conversation.named_status_id
    conversation.named_status_id = number
    event = timeline.record(
        session,
        "conversation.status_named",
        conversation,
        by=by,
        named=named.name if named else None,
        before=session.get_one(NamedStatus, was).name if was else None,
    )
    acts.keep(session, event, by=by, **before)
    return conversation
