"""Does a conversation still need somebody?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import acts, clock, conversations, timeline, waits
from inbox.errors import Conflict, Invalid
from inbox.models import LIVE_STATES, Conversation, Delivery, NamedStatus, Status, User
from inbox.protocol import following

NO_REPLY_REASONS = {
    "thanks": Phrase("Thanks or praise"),
    "reaction": Phrase("Only a reaction or an emoji"),
    "between_others": Phrase("Said to someone else"),
    "answered_elsewhere": Phrase("Answered elsewhere"),
    "not_for_us": Phrase("Not for this department"),
    "abusive": Phrase("Abuse without a question"),
    "other": Phrase("Another reason"),
}


class ReasonNeeded(Invalid):
    """A person still waits, and nothing says why no reply is needed."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This person is still waiting. Answer first, or say why no reply is needed.")
        )


class ReplyOnItsWay(Conflict):
    """The answer that ends the wait has not been published yet."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Your reply is still on its way. Resolve this once it has been posted.")
        )


def resolve(
    session: Session,
    conversation_id: int,
    *,
    by: User,
    reason: str | None = None,
    named: NamedStatus | None = None,
) -> Conversation:
    """Close a conversation, under a name if there is one. An open wait ends only with a reason.

    `reason` is a key of NO_REPLY_REASONS. Raises StepsLeft, ReasonNeeded, or ReplyOnItsWay.
    """
    conversation = conversations.locked(session, conversation_id)
    if conversation.status is Status.RESOLVED:
        return conversation
    following.refuse_while_locked(session, conversation)
    before = acts.standing(conversation)
    wait = waits.unended(session, conversation.id)
    if conversation.waiting_since is not None:
        _end_wait_without_reply(session, conversation, by, reason)
    conversation.status = Status.RESOLVED
    conversation.resolved_at = clock.now(session)
    conversation.snoozed_until = None
    conversation.named_status_id = named.id if named else None
    why = {"reason": reason if wait else None, **timeline.under(named)}
    event = timeline.record(session, "conversation.resolved", conversation, by=by, **why)
    acts.keep(session, event, by=by, wait_id=wait.id if wait else None, **before)
    return conversation


def reopen(
    session: Session, conversation_id: int, *, by: User, named: NamedStatus | None = None
) -> Conversation:
    """Put a resolved conversation back on the desk."""
    conversation = conversations.locked(session, conversation_id)
    if conversation.status is not Status.RESOLVED:
        return conversation
    before = acts.standing(conversation)
    conversation.status = Status.OPEN
    conversation.resolved_at = None
    conversation.is_new_cycle = True
    conversation.named_status_id = named.id if named else None
    event = timeline.record(
        session, "conversation.reopened", conversation, by=by, **timeline.under(named)
    )
    acts.keep(session, event, by=by, **before)
    return conversation


def _end_wait_without_reply(
    session: Session, conversation: Conversation, by: User, reason: str | None
) -> None:
    if _is_being_answered(session, conversation):
        raise ReplyOnItsWay
    if reason not in NO_REPLY_REASONS:
        raise ReasonNeeded
    waits.end_without_reply(session, conversation, by=by, reason=reason)


def _is_being_answered(session: Session, conversation: Conversation) -> bool:
    on_its_way = select(Delivery.id).where(
        Delivery.conversation_id == conversation.id, Delivery.state.in_(LIVE_STATES)
    )
    return session.scalar(on_its_way.limit(1)) is not None
