"""When does a person start to wait, and when does the waiting end?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ScalarSelect, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from connectors.words import Direction
from inbox import clock
from inbox.models import Conversation, Message, User, Wait, WaitEnd


def unended(session: Session, conversation_id: int) -> Wait | None:
    """Return the wait that is still running, if any."""
    return session.scalar(
        select(Wait).where(Wait.conversation_id == conversation_id, Wait.ended_at.is_(None))
    )


def end_with_answer(session: Session, conversation: Conversation, answer: Message) -> bool:
    """End the running wait with a human answer that the platform has published.

    False where nobody waits, or only since after the answer. The caller holds the
    conversation's row.
    """
    wait = unended(session, conversation.id)
    if wait is None or _was_asked_since(wait, answer):
        return False
    # The platform's clock may run behind ours; nobody waits less than nothing.
    wait.ended_at = max(answer.sent_at, wait.started_at)
    wait.end = WaitEnd.ANSWERED
    wait.ended_by_message_id = answer.id
    wait.ended_by_user_id = answer.author_user_id
    conversation.waiting_since = None
    return True


def begin_with_what_was_asked_since(
    session: Session, conversation: Conversation, answer: Message
) -> None:
    """Let a person wait for an answer to what they wrote while ours was on its way.

    Not where another answer followed. The caller holds the conversation's row, and no wait
    is running.
    """
    later = aliased(Message)
    is_answered = exists().where(
        later.conversation_id == Message.conversation_id,
        later.direction == Direction.OUT,
        later.sent_at > Message.sent_at,
        or_(later.external_id.is_not(None), later.by_hand_at.is_not(None)),
    )
    asked = session.scalar(
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.direction == Direction.IN,
            Message.removed_at.is_(None),
            # As `_was_asked_since` says it of a wait.
            Message.sent_at >= answer.sent_at,
            Message.id > answer.id,
            ~is_answered,
        )
        .order_by(Message.sent_at, Message.id)
        .limit(1)
    )
    if asked is not None:
        begin(session, conversation, asked, is_first=False)


def _was_asked_since(wait: Wait, answer: Message) -> bool:
    # By the platform's clock, which may tell whole seconds, and unknown here when the answer
    # was written.
    is_later = wait.started_at >= answer.sent_at
    return is_later and wait.opened_by_message_id > answer.id


def begin(session: Session, conversation: Conversation, asked: Message, *, is_first: bool) -> None:
    """Let a person wait since a message. The caller holds the row, and no wait is running."""
    conversation.waiting_since = asked.sent_at
    session.add(
        Wait(
            account_id=conversation.account_id,
            conversation_id=conversation.id,
            platform=conversation.platform,
            kind=conversation.kind,
            is_first=is_first,
            started_at=asked.sent_at,
            opened_by_message_id=asked.id,
            received_at=asked.received_at,
        )
    )


def start_again(conversation: Conversation, wait: Wait) -> None:
    """Let a wait run on that was ended by mistake. The caller holds the conversation's row."""
    wait.ended_at = wait.end = None
    wait.ended_by_message_id = wait.ended_by_user_id = wait.reason = None
    conversation.waiting_since = wait.started_at


def resume(session: Session, conversation: Conversation, wait: Wait) -> None:
    """Let a wait run on as if nobody had closed it, with what became of it meanwhile.

    The caller holds the conversation's row.
    """
    start_again(conversation, wait)
    session.flush()
    if answer := _answer_since(session, wait):
        end_with_answer(session, conversation, answer)
    else:
        withdraw(session, conversation, _last_removal(session, wait) or wait.started_at)


def end_without_reply(
    session: Session, conversation: Conversation, *, by: User, reason: str
) -> None:
    """End the running wait because no reply is needed. The caller holds the row."""
    wait = unended(session, conversation.id)
    if wait is None:
        return
    wait.ended_at = max(clock.now(session), wait.started_at)
    wait.end = WaitEnd.NO_REPLY_NEEDED
    wait.ended_by_user_id = by.id
    wait.reason = reason
    conversation.waiting_since = None


def withdraw(session: Session, conversation: Conversation, at: datetime) -> None:
    """End the running wait once all that the person asked in it has been removed.

    While other unanswered words of the public stand, the wait goes on from where
    it began: the person did wait since then. The caller holds the row.
    """
    wait = unended(session, conversation.id)
    if wait is None or _still_stands(session, wait):
        return
    wait.ended_at = max(at, wait.started_at)
    wait.end = WaitEnd.WITHDRAWN
    conversation.waiting_since = None


def _still_stands(session: Session, wait: Wait) -> bool:
    standing = select(Message.id).where(
        Message.conversation_id == wait.conversation_id,
        Message.direction == Direction.IN,
        Message.removed_at.is_(None),
        Message.sent_at >= wait.started_at,
    )
    return session.scalar(standing.limit(1)) is not None


def _answer_since(session: Session, wait: Wait) -> Message | None:
    return session.scalar(
        select(Message)
        .where(
            Message.conversation_id == wait.conversation_id,
            Message.direction == Direction.OUT,
            Message.sent_at >= wait.started_at,
            # Where threads were merged, an answer in another may be older than the merge.
            Message.home_id.is_not_distinct_from(_home(wait)),
            or_(Message.external_id.is_not(None), Message.by_hand_at.is_not(None)),
        )
        .order_by(Message.sent_at)
        .limit(1)
    )


def _home(wait: Wait) -> ScalarSelect[int | None]:
    opener = aliased(Message)
    return select(opener.home_id).where(opener.id == wait.opened_by_message_id).scalar_subquery()


def _last_removal(session: Session, wait: Wait) -> datetime | None:
    return session.scalar(
        select(func.max(Message.removed_at, type_=Message.removed_at.type)).where(
            Message.conversation_id == wait.conversation_id,
            Message.direction == Direction.IN,
            Message.sent_at >= wait.started_at,
        )
    )


def move_answer(session: Session, message_id: int, sent_at: datetime) -> None:
    """Correct an answer's moment once the platform tells its own."""
    session.execute(
        update(Wait)
        .where(Wait.ended_by_message_id == message_id, Wait.started_at <= sent_at)
        .values(ended_at=sent_at)
    )
