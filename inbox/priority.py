"""How soon must a conversation be looked at, and who said so?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import acts, conversations, timeline
from inbox.errors import Invalid
from inbox.models import Conversation, Priority, User
from inbox.protocol import following

LONGEST_REASON = 500


class ReasonNeeded(Invalid):
    """Nothing says why a person is no longer held to be at risk."""

    def __init__(self) -> None:
        super().__init__(Phrase("Say why this is no longer urgent. The reason goes on record."))


class ReasonTooLong(Invalid):
    """More than a reason."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Say it within {longest} characters, and write the rest as a note.",
                longest=LONGEST_REASON,
            )
        )


def change(
    session: Session, conversation_id: int, *, to: Priority, by: User, reason: str = ""
) -> Conversation:
    """Set how soon a conversation must be looked at. Lifting urgent asks why.

    Raises ReasonNeeded or ReasonTooLong.
    """
    conversation = conversations.locked(session, conversation_id)
    before = conversation.priority
    if before is to:
        return conversation
    why = reason.strip()
    if before is Priority.URGENT and not why:
        raise ReasonNeeded
    if len(why) > LONGEST_REASON:
        raise ReasonTooLong
    if to is Priority.URGENT:
        following.begin(session, conversation)
    conversation.priority = to
    event = timeline.record(
        session,
        "conversation.prioritised",
        conversation,
        by=by,
        before=before.value,
        after=to.value,
        reason=why,
    )
    acts.keep(session, event, by=by, priority=before.value)
    return conversation
