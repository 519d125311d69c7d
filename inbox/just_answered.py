"""Has a colleague just answered here, while somebody else wrote the same?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from connectors.phrases import Phrase
from connectors.words import Direction
from inbox import clock
from inbox.errors import Conflict
from inbox.models import Conversation, Delivery, DeliveryState, Message, User

FRESH_FOR = timedelta(seconds=30)
_NOT_SAID = (DeliveryState.TAKEN_BACK, DeliveryState.FAILED)


class JustAnswered(Conflict):
    """Another answer is a moment old, so a second one is stopped once."""

    def __init__(self, answer: Message, age: timedelta) -> None:
        self.answer_id = answer.id
        self.words = answer.text
        seconds = max(1, round(age.total_seconds()))
        who = answer.author_user.first_name if answer.author_user else Phrase("The department")
        super().__init__(Phrase("{who} sent a reply {seconds} s ago.", who=who, seconds=seconds))


def stop_once(session: Session, conversation: Conversation, *, by: User, known: int) -> None:
    """Raise JustAnswered where somebody else answered a moment ago.

    `known` is the answer that the writer was stopped for before, 0 for none: they have seen it,
    and what came before it. The caller holds the conversation.
    """
    now = clock.now(session)
    answer = session.scalar(
        select(Message)
        .outerjoin(Delivery, Delivery.message_id == Message.id)
        .where(
            Message.conversation_id == conversation.id,
            Message.direction == Direction.OUT,
            Message.sent_at > now - FRESH_FOR,
            Message.id > known,
            Message.author_user_id.is_distinct_from(by.id),
            Delivery.state.is_(None) | Delivery.state.not_in(_NOT_SAID),
        )
        .order_by(Message.id.desc())
        .limit(1)
        .options(joinedload(Message.author_user))
    )
    if answer:
        raise JustAnswered(answer, now - answer.sent_at)
