"""How is a conversation resolved by the reply that ends it?

"Send and resolve" is one act of its writer, done in two steps: the reply is held and sent as any
other, and the conversation is resolved in the transaction that makes it published.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.words import Direction
from inbox import standing_for, status
from inbox.models import Conversation, Delivery, Message, Status
from inbox.permissions import Permission
from inbox.protocol import following


def published(session: Session, conversation: Conversation, delivery: Delivery) -> None:
    """Resolve what its writer meant to be resolved now. The caller holds the conversation.

    It stays open where somebody wrote what the reply cannot have answered, where steps at a risk
    to life are left, or where its writer may resolve no more.
    """
    writer = delivery.message.author_user
    if not delivery.resolves or writer is None or conversation.status is Status.RESOLVED:
        return
    if conversation.waiting_since is not None or _wrote_since(session, delivery.message):
        return
    stands = following.standing(session, conversation)
    if stands and stands.is_locked:
        return
    if standing_for.still_may(session, writer, Permission.HANDLE):
        # What somebody undoes is this conversation, not what else one poll has settled.
        session.info.pop("batch", None)
        status.resolve(session, conversation.id, by=writer)


def _wrote_since(session: Session, reply: Message) -> bool:
    unread = select(Message.id).where(
        Message.conversation_id == reply.conversation_id,
        Message.direction == Direction.IN,
        Message.removed_at.is_(None),
        Message.id > reply.id,
    )
    return session.scalar(unread.limit(1)) is not None
