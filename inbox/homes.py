"""To which platform thread does a message belong, wherever it stands on the desk?

Usually to that of its conversation. What was merged or split stands in another conversation
than its own thread's, its home: there an answer to it must go.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from inbox.models import Conversation, Message

SPLIT = "split:"
"""How the name of a conversation begins that no platform knows as a thread."""

NUMBER: ColumnElement[int] = func.coalesce(Message.home_id, Message.conversation_id)
"""The conversation of a message's platform thread, where messages are looked up."""

OF_CONVERSATION: ColumnElement[bool] = or_(
    and_(Message.conversation_id == Conversation.id, Message.home_id.is_(None)),
    Message.home_id == Conversation.id,
)
"""Says the same where conversations are looked up: each side of it has an index."""


def of(session: Session, message: Message | None, conversation: Conversation) -> Conversation:
    """Return the conversation of a message's platform thread, with its account and contact.

    `conversation` is the one that it stands in.
    """
    if message is None or message.home_id is None:
        return conversation
    return session.scalars(
        select(Conversation)
        .where(Conversation.id == message.home_id)
        .options(
            selectinload(Conversation.account),
            selectinload(Conversation.contact),
            selectinload(Conversation.post),
        )
        .execution_options(populate_existing=True)
    ).one()
