"""How does a reply that reached its platform become a fact on the desk?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, selectinload

from connectors.attachments import AttachmentKind
from connectors.pages import Incoming
from connectors.pictures import is_shown
from connectors.sending import Receipt
from connectors.words import Direction
from inbox import clock, conversations, homes, resolving_after, timeline, waits
from inbox.models import (
    Account,
    Attachment,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    User,
    Wait,
)
from inbox.search import indexing

# Platform clocks and ours differ by less than this.
CLOCK_SKEW = timedelta(minutes=2)
# Sent without an id is what a person settled by eye. What waits to be sent again may show up
# after all.
_MAY_BE_PUBLISHED = or_(
    Delivery.state.in_((DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.SENT)),
    and_(Delivery.state == DeliveryState.QUEUED, Delivery.attempted_at.is_not(None)),
)


def confirm(session: Session, delivery: Delivery, receipt: Receipt) -> None:
    """Mark a delivery as published and end the wait it answers."""
    conversation = conversations.locked(session, delivery.conversation_id)
    was_accepted = delivery.state is DeliveryState.SENT
    _finish(session, delivery)
    delivery.published_id = receipt.external_id
    message = delivery.message
    message.sent_at = receipt.accepted_at
    _take_external_id(session, conversation, message, receipt.external_id)
    session.flush()
    if was_accepted:
        waits.move_answer(session, message.id, receipt.accepted_at)
    _end_wait(session, conversation, message)
    conversation.active_at = max(conversation.active_at, receipt.accepted_at)
    timeline.record(
        session, "reply.sent", conversation, by=message.author_user, message_id=message.id
    )
    resolving_after.published(session, conversation, delivery)


def accept(session: Session, delivery: Delivery, *, by: User) -> None:
    """Take a person's word that an unknown reply stands on the platform.

    The caller holds the conversation's row. The platform's id comes later, with
    the poll that reads the reply.
    """
    conversation = conversations.locked(session, delivery.conversation_id)
    _finish(session, delivery)
    message = delivery.message
    message.sent_at = delivery.attempted_at or message.sent_at
    _end_wait(session, conversation, message)
    timeline.record(session, "reply.accepted", conversation, by=by, message_id=message.id)
    resolving_after.published(session, conversation, delivery)


def _end_wait(session: Session, conversation: Conversation, answer: Message) -> None:
    if waits.end_with_answer(session, conversation, answer):
        # A conversation never has two running waits, not even in between.
        session.flush()
        waits.begin_with_what_was_asked_since(session, conversation, answer)


def published_besides(session: Session, delivery: Delivery) -> frozenset[str]:
    """Return the platform's ids of other replies since shortly before a delivery was tried."""
    named = func.coalesce(Delivery.published_id, Message.external_id)
    others = (
        select(named)
        .join(Message, Message.id == Delivery.message_id)
        .where(
            Delivery.account_id == delivery.account_id,
            Delivery.id != delivery.id,
            Delivery.finished_at >= _since(delivery),
            named.is_not(None),
        )
    )
    return frozenset(session.scalars(others))


def recognise(session: Session, account: Account, fresh: Sequence[Incoming]) -> list[Incoming]:
    """Settle the deliveries a page proves to be published; return the other messages."""
    ours = [item for item in fresh if item.direction is Direction.OUT]
    if not ours:
        return list(fresh)
    waiting = _attempted(session, account)
    settled: set[str] = set()
    for item in ours:
        delivery = next((one for one in waiting if _is_of(one, waiting[one], item)), None)
        if delivery is None:
            continue
        del waiting[delivery]
        confirm(session, delivery, Receipt(external_id=item.external_id, accepted_at=item.sent_at))
        settled.add(item.external_id)
    return [item for item in fresh if item.external_id not in settled]


def _finish(session: Session, delivery: Delivery) -> None:
    delivery.state = DeliveryState.SENT
    delivery.reason = None
    delivery.needs_person = False
    delivery.leased_by = delivery.leased_until = None
    delivery.finished_at = clock.now(session)


def _attempted(session: Session, account: Account) -> dict[Delivery, Conversation]:
    """Return what may be published, each with the conversation of its platform thread."""
    attempted = list(
        session.scalars(
            select(Delivery)
            .where(
                Delivery.account_id == account.id,
                Delivery.published_id.is_(None),
                _MAY_BE_PUBLISHED,
            )
            .options(
                selectinload(Delivery.message).selectinload(Message.author_user),
                selectinload(Delivery.message).selectinload(Message.attachments),
                selectinload(Delivery.conversation),
            )
            .order_by(Delivery.id)
        )
    )
    return {one: homes.of(session, one.message, one.conversation) for one in attempted}


def _is_of(delivery: Delivery, place: Conversation, item: Incoming) -> bool:
    if item.client_token:
        return item.client_token == delivery.client_token
    return (
        item.thread_id == place.thread_id
        and item.kind.as_found is place.kind.as_found
        and item.text.split() == delivery.message.text.split()
        and (is_shown(item.attachments) or not _has_picture(delivery.message))
        and _since(delivery) <= item.sent_at
    )


def _has_picture(message: Message) -> bool:
    return any(one.kind is AttachmentKind.PICTURE for one in message.attachments)


def _since(delivery: Delivery) -> datetime:
    return (delivery.attempted_at or delivery.due_at) - CLOCK_SKEW


def _take_external_id(
    session: Session, conversation: Conversation, message: Message, external_id: str
) -> None:
    twin = session.scalar(
        select(Message).where(
            Message.account_id == message.account_id,
            Message.external_id == external_id,
            Message.id != message.id,
        )
    )
    if twin is None:
        message.external_id = external_id
    elif twin.conversation_id == conversation.id:
        _absorb(session, message, twin, external_id)
    # Else a private reply to a comment was also read in its own thread: both
    # show it, and only the thread's copy carries the platform's id.


def _absorb(session: Session, message: Message, twin: Message, external_id: str) -> None:
    """Let one row stand for a reply that a poll read before its sender confirmed it."""
    session.execute(
        update(Wait)
        .where(Wait.ended_by_message_id == twin.id)
        .values(ended_by_message_id=message.id, ended_by_user_id=message.author_user_id)
    )
    indexing.forget(session, [twin.id])
    session.execute(delete(Attachment).where(Attachment.message_id == twin.id))
    session.execute(delete(Message).where(Message.id == twin.id))
    session.expunge(twin)
    message.external_id = external_id
