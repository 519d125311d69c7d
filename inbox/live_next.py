"""Who of those who wait in a broadcast is to be answered first?"""

from __future__ import annotations

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session, selectinload

from connectors.words import Audience, Direction
from inbox.live_log import Line
from inbox.models import Conversation, Message, Priority, User

# Of those who wait longest: a question behind these is not looked for.
_LOOKED_AT = 100


def next_to_answer(session: Session, post_id: int, *, by: User) -> Line | None:
    """Return the comment that comes first: of somebody at risk, else a question, else the oldest.

    What a colleague has claimed is theirs to answer, and comes first for nobody else.
    """
    found = [_line(*one) for one in session.execute(_waiting(post_id, by))]
    if not found or found[0].conversation.priority is Priority.URGENT:
        return next(iter(found), None)
    return next((one for one in found if one.is_question), found[0])


def newest(session: Session, post_id: int) -> Line | None:
    """Return what was said last, whether its author waits or not."""
    query = _said(post_id).order_by(Message.sent_at.desc(), Message.id.desc()).limit(1)
    row = session.execute(query).first()
    return _line(*row) if row else None


def _line(message: Message, conversation: Conversation) -> Line:
    return Line(message=message, conversation=conversation, answered=None)


def _waiting(post_id: int, by: User) -> Select[Message, Conversation]:
    at_risk_first = case((Conversation.priority == Priority.URGENT, 0), else_=1)
    return (
        _said(post_id)
        .where(
            Message.sent_at >= Conversation.waiting_since,
            Message.removed_at.is_(None),
            Message.hidden_at.is_(None),
            or_(Conversation.assignee_id.is_(None), Conversation.assignee_id == by.id),
        )
        .order_by(at_risk_first, Conversation.waiting_since, Message.id)
        .limit(_LOOKED_AT)
    )


def _said(post_id: int) -> Select[Message, Conversation]:
    return (
        select(Message, Conversation)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Conversation.post_id == post_id,
            Message.direction == Direction.IN,
            Message.audience == Audience.PUBLIC,
        )
        .options(
            selectinload(Message.author_contact),
            selectinload(Conversation.account),
            selectinload(Conversation.contact),
        )
    )
