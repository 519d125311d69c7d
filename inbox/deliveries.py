"""What becomes of a reply on its way: back, out at once, again, settled, or given up?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import (
    announcing,
    by_hand,
    clock,
    conversations,
    native_answers,
    settlement,
    spacing,
    timeline,
)
from inbox.approval import rule
from inbox.errors import Conflict, NotFound
from inbox.models import Conversation, Delivery, DeliveryState, Message, User
from inbox.rows import changed
from inbox.spacing import Moment


class NoSuchDelivery(NotFound):
    """Nothing is on its way under this number."""

    def __init__(self, delivery_id: int) -> None:
        super().__init__(Phrase("There is no reply {delivery_id}.", delivery_id=delivery_id))


class AlreadyLeft(Conflict):
    """It is on its way, or published."""

    def __init__(self) -> None:
        super().__init__(Phrase("This reply has already left and cannot be taken back here."))


class NotOpenToDecision(Conflict):
    """Nothing is to be decided about it any more."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This reply was settled in the meantime. Look at the thread again.")
        )


def find(session: Session, delivery_id: int) -> Delivery:
    """Return a reply with its message. Raises NoSuchDelivery."""
    found = session.get(Delivery, delivery_id, options=[selectinload(Delivery.message)])
    if found is None:
        raise NoSuchDelivery(delivery_id)
    return found


def take_back(session: Session, delivery_id: int, *, by: User) -> str:
    """Stop a reply that is still held; return its text. Raises AlreadyLeft."""
    delivery, conversation = _held(session, delivery_id)
    stopped = changed(
        session,
        update(Delivery)
        .where(
            Delivery.id == delivery.id,
            Delivery.state == DeliveryState.QUEUED,
            Delivery.attempts == 0,
        )
        .values(state=DeliveryState.TAKEN_BACK, finished_at=clock.now(session)),
    )
    if not stopped:
        raise AlreadyLeft
    timeline.record(
        session, "reply.taken_back", conversation, by=by, message_id=delivery.message_id
    )
    return delivery.message.text


def send_now(session: Session, delivery_id: int, *, by: User) -> Delivery:
    """End the hold of a reply at once, or as soon as the platform's pace allows."""
    delivery, conversation = _held(session, delivery_id)
    if delivery.state is DeliveryState.QUEUED:
        leaves = _leaves(session, conversation, delivery)
        delivery.due_at, delivery.reason = min(delivery.due_at, leaves.at), leaves.reason or None
        announcing.delivery_is_due(session, delivery.id)
        timeline.record(session, "reply.hurried", conversation, by=by)
    return delivery


def retry(session: Session, delivery_id: int, *, by: User) -> Delivery:
    """Send a failed reply again, or an unknown one that a person saw is not there.

    Raises NotOpenToDecision or ApprovalNeeded.
    """
    delivery, conversation = _held(session, delivery_id)
    if not _is_open_to_decision(delivery):
        raise NotOpenToDecision
    rule.refuse_unapproved(session, conversation, delivery.message, by)
    leaves = _leaves(session, conversation, delivery)
    _queue_again(delivery, at=leaves.at)
    delivery.released_by_id = by.id
    delivery.reason = leaves.reason or None
    announcing.delivery_is_due(session, delivery.id)
    timeline.record(session, "reply.retried", conversation, by=by, message_id=delivery.message_id)
    return delivery


def accept(session: Session, delivery_id: int, *, by: User) -> Delivery:
    """Settle an unknown reply that a person saw on the platform.

    Raises NotOpenToDecision.
    """
    delivery, _conversation = _held(session, delivery_id)
    if delivery.state is not DeliveryState.UNKNOWN or not delivery.needs_person:
        raise NotOpenToDecision
    settlement.accept(session, delivery, by=by)
    return delivery


def mark_by_hand(session: Session, delivery_id: int, *, by: User) -> Delivery:
    """Take a person's word that they answered on the platform itself what it refused here.

    Raises NotOpenToDecision.
    """
    delivery, conversation = _held(session, delivery_id)
    if delivery.state is not DeliveryState.FAILED:
        raise NotOpenToDecision
    stands = native_answers.native_answer_to(session, delivery.message)
    delivery.state = DeliveryState.TAKEN_BACK if stands else DeliveryState.BY_HAND
    delivery.finished_at = clock.now(session)
    by_hand.record(session, conversation, stands or delivery.message, by=by)
    return delivery


def discard(session: Session, delivery_id: int, *, by: User) -> str:
    """Give up a failed or unsent reply; return its text. Raises NotOpenToDecision."""
    delivery, conversation = _held(session, delivery_id)
    if not (_is_open_to_decision(delivery) or _waits_to_be_tried_again(delivery)):
        raise NotOpenToDecision
    delivery.state = DeliveryState.TAKEN_BACK
    delivery.needs_person = False
    _end_look(delivery)
    delivery.finished_at = clock.now(session)
    timeline.record(session, "reply.discarded", conversation, by=by, message_id=delivery.message_id)
    return delivery.message.text


def _leaves(session: Session, conversation: Conversation, delivery: Delivery) -> Moment:
    now, audience = clock.now(session), delivery.message.audience
    return spacing.earliest(session, conversation, audience, now, besides=delivery)


def _is_open_to_decision(delivery: Delivery) -> bool:
    if delivery.state is DeliveryState.UNKNOWN:
        return delivery.needs_person
    return delivery.state is DeliveryState.FAILED


def _waits_to_be_tried_again(delivery: Delivery) -> bool:
    """Say whether the platform certainly has not published it, and nobody is about to."""
    return delivery.state is DeliveryState.QUEUED and delivery.attempts > 0


def _queue_again(delivery: Delivery, *, at: datetime) -> None:
    delivery.state = DeliveryState.QUEUED
    delivery.due_at = at
    delivery.attempts = delivery.looks = delivery.times_not_found = 0
    delivery.needs_person = False
    delivery.reason = delivery.finished_at = None
    _end_look(delivery)


def _end_look(delivery: Delivery) -> None:
    # Whoever looks for it at this moment must not undo what a person decided.
    delivery.leased_by = delivery.leased_until = None


def _held(session: Session, delivery_id: int) -> tuple[Delivery, Conversation]:
    conversation_id = session.scalar(
        select(Delivery.conversation_id).where(Delivery.id == delivery_id)
    )
    if conversation_id is None:
        raise NoSuchDelivery(delivery_id)
    conversation = conversations.locked(session, conversation_id)
    delivery = session.scalars(
        select(Delivery)
        .where(Delivery.id == delivery_id)
        .options(selectinload(Delivery.message).selectinload(Message.author_user))
        .with_for_update(key_share=True, of=Delivery)
        .execution_options(populate_existing=True)
    ).one()
    return delivery, conversation
