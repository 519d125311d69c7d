"""How does an answer that was read from the platform meet what stands on the desk?

It takes the place of a person's word that they answered there, and is held against a reply
that is still to go out.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from connectors.pages import Incoming
from connectors.words import Direction
from inbox import conversations, homes, timeline, waits
from inbox.models import Account, Attachment, Conversation, Message, Status
from inbox.search import indexing


def native_answer_to(session: Session, reply: Message) -> Message | None:
    """Return an answer read from the platform that is newer than what a reply answers."""
    answered = aliased(Message)
    return session.scalar(
        select(Message)
        .join(answered, answered.conversation_id == Message.conversation_id)
        .where(
            answered.conversation_id == reply.conversation_id,
            answered.external_id == reply.reply_to,
            Message.direction == Direction.OUT,
            Message.audience == reply.audience,
            Message.author_user_id.is_(None),
            Message.external_id.is_not(None),
            Message.sent_at >= answered.sent_at,
        )
        .order_by(Message.sent_at)
        .limit(1)
    )


def take_places(
    session: Session, account: Account, fresh: Sequence[Incoming], capture_ids: Sequence[int]
) -> list[Incoming]:
    """Let answers found on the platform stand for what was marked; return the other messages."""
    ours = [item for item in fresh if item.direction is Direction.OUT]
    marked = _unfound(session, account) if ours else []
    found: set[str] = set()
    for item in ours:
        pair = next((one for one in marked if _is_of(*one, item)), None)
        if pair:
            marked.remove(pair)
            _take_place(session, pair[0], item, capture_ids)
            found.add(item.external_id)
    return [item for item in fresh if item.external_id not in found]


_Marked = tuple[Message, Conversation, Message]


def _unfound(session: Session, account: Account) -> list[_Marked]:
    answered = aliased(Message)
    rows = session.execute(
        select(Message, Conversation, answered)
        .join(Conversation, Conversation.id == homes.NUMBER)
        .join(
            answered,
            (answered.account_id == Message.account_id)
            & (answered.external_id == Message.reply_to),
        )
        .where(
            Message.account_id == account.id,
            Message.by_hand_at.is_not(None),
            Message.external_id.is_(None),
        )
        .order_by(Message.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _is_of(message: Message, conversation: Conversation, answered: Message, item: Incoming) -> bool:
    return (
        item.kind.as_found is conversation.kind.as_found
        and item.thread_id == conversation.thread_id
        and message.audience is item.kind.audience
        and item.sent_at >= answered.sent_at
    )


def _take_place(
    session: Session, message: Message, item: Incoming, capture_ids: Sequence[int]
) -> None:
    conversation = conversations.locked(session, message.conversation_id)
    picture = _without_picture(session, message)
    draft, message.text = message.text, item.text
    message.external_id, message.permalink = item.external_id, item.permalink
    message.sent_at = item.sent_at
    message.capture_id = capture_ids[item.capture] if capture_ids else None
    session.flush()
    indexing.again(session, [message.id])
    waits.move_answer(session, message.id, item.sent_at)
    if conversation.waiting_since is None and conversation.status is not Status.RESOLVED:
        waits.begin_with_what_was_asked_since(session, conversation, message)
    conversation.active_at = max(conversation.active_at, item.sent_at)
    timeline.record(
        session,
        "reply.found",
        conversation,
        message_id=message.id,
        draft=draft or None,
        draft_picture=picture,
    )


def _without_picture(session: Session, message: Message) -> str | None:
    """Take off the picture that never left; return the name of its file."""
    digest = session.scalar(
        delete(Attachment)
        .where(Attachment.message_id == message.id)
        .returning(Attachment.digest)
        .execution_options(synchronize_session=False)
    )
    return digest.hex() if digest else None
