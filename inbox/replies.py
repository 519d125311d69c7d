"""How does somebody answer, and take it back while there is time?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from connectors.base import Audience, Direction
from inbox import announcing, clock, conversations, reply_options, settlement, timeline
from inbox.errors import Conflict, Invalid, NotFound
from inbox.models import Conversation, Delivery, DeliveryState, Message, User
from inbox.reply_options import Option
from inbox.rows import changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wrote. `client_token` makes writing it twice the same as once."""

    text: str
    audience: Audience
    client_token: str
    reply_to_message_id: int | None = None


class EmptyText(Invalid):
    """There is nothing to send."""

    def __init__(self) -> None:
        super().__init__("Write something before sending.")


class TextTooLong(Invalid):
    """The platform would refuse it."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"This is {length:,} long and the platform takes {limit:,}. "
            f"Shorten it by {length - limit:,}."
        )


class ReplyNotAllowed(Invalid):
    """The platform does not allow this here now."""


class NoSuchDelivery(NotFound):
    """Nothing is on its way under this number."""

    def __init__(self, delivery_id: int) -> None:
        super().__init__(f"There is no reply {delivery_id}.")


class AlreadyLeft(Conflict):
    """It is on its way, or published."""

    def __init__(self) -> None:
        super().__init__("This reply has already left and cannot be taken back here.")


class NotOpenToDecision(Conflict):
    """Nothing is to be decided about it any more."""

    def __init__(self) -> None:
        super().__init__("This reply was settled in the meantime. Look at the thread again.")


def write(session: Session, conversation_id: int, draft: Draft, *, by: User) -> Delivery:
    """Put a reply on its way, held for a while so that it can be taken back.

    The same client token gives the same delivery. Raises EmptyText,
    TextTooLong or ReplyNotAllowed, each for the person who wrote it.
    """
    conversation = conversations.locked(session, conversation_id)
    if earlier := _earlier(session, draft.client_token):
        return earlier
    answers = _answered(session, conversation, draft)
    choice = reply_options.options(session, conversation, answers=answers)
    _check(draft.text, choice.of(draft.audience))
    if choice.answers is None:
        raise ReplyNotAllowed("Nobody has written here yet.")
    message = _message(session, conversation, draft, choice.answers, by)
    delivery = _delivery(session, message, draft, choice.answers)
    timeline.record(
        session,
        "reply.written",
        conversation,
        by=by,
        message_id=message.id,
        audience=draft.audience.value,
    )
    return delivery


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
    """End the hold of a reply at once."""
    delivery, conversation = _held(session, delivery_id)
    if delivery.state is DeliveryState.QUEUED:
        delivery.due_at = min(delivery.due_at, clock.now(session))
        announcing.delivery_is_due(session, delivery.id)
        timeline.record(session, "reply.hurried", conversation, by=by)
    return delivery


def retry(session: Session, delivery_id: int, *, by: User) -> Delivery:
    """Send a failed reply again, or an unknown one that a person saw is not there.

    Raises NotOpenToDecision.
    """
    delivery, conversation = _held(session, delivery_id)
    if not _is_open_to_decision(delivery):
        raise NotOpenToDecision
    _queue_again(delivery, at=clock.now(session))
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


def discard(session: Session, delivery_id: int, *, by: User) -> str:
    """Give up a failed or unsent reply; return its text. Raises NotOpenToDecision."""
    delivery, conversation = _held(session, delivery_id)
    if not _is_open_to_decision(delivery):
        raise NotOpenToDecision
    delivery.state = DeliveryState.TAKEN_BACK
    delivery.needs_person = False
    delivery.finished_at = clock.now(session)
    timeline.record(session, "reply.discarded", conversation, by=by, message_id=delivery.message_id)
    return delivery.message.text


def _is_open_to_decision(delivery: Delivery) -> bool:
    if delivery.state is DeliveryState.UNKNOWN:
        return delivery.needs_person
    return delivery.state is DeliveryState.FAILED


def _queue_again(delivery: Delivery, *, at: datetime) -> None:
    delivery.state = DeliveryState.QUEUED
    delivery.due_at = at
    delivery.attempts = delivery.looks = 0
    delivery.needs_person = False
    delivery.reason = delivery.finished_at = None


def _earlier(session: Session, client_token: str) -> Delivery | None:
    return session.scalar(
        select(Delivery)
        .where(Delivery.client_token == client_token)
        .options(selectinload(Delivery.message))
    )


def _answered(session: Session, conversation: Conversation, draft: Draft) -> Message | None:
    if draft.reply_to_message_id is None:
        return None
    found = session.scalar(
        select(Message)
        .where(
            Message.id == draft.reply_to_message_id,
            Message.conversation_id == conversation.id,
            Message.direction == Direction.IN,
        )
        .options(selectinload(Message.author_contact))
    )
    if found is None:
        raise ReplyNotAllowed("The message you answer is not in this conversation.")
    return found


def _check(text: str, option: Option) -> None:
    if not text.strip():
        raise EmptyText
    if not option.allowed:
        raise ReplyNotAllowed(option.why_not)
    length = option.rule.length(text)
    if length > option.rule.limit:
        raise TextTooLong(length, option.rule.limit)


def _message(
    session: Session, conversation: Conversation, draft: Draft, answers: Message, by: User
) -> Message:
    now = clock.now(session)
    message = Message(
        account_id=conversation.account_id,
        conversation_id=conversation.id,
        direction=Direction.OUT,
        audience=draft.audience,
        text=draft.text,
        sent_at=now,
        received_at=now,
        author_user=by,
        reply_to=answers.external_id,
    )
    session.add(message)
    session.flush()
    return message


def _delivery(session: Session, message: Message, draft: Draft, answers: Message) -> Delivery:
    hold = session.info["settings"].send_hold
    delivery = Delivery(
        account_id=message.account_id,
        conversation_id=message.conversation_id,
        message=message,
        client_token=draft.client_token,
        recipient_id=answers.author_contact.external_id if answers.author_contact else "",
        due_at=clock.now(session) + hold,
    )
    session.add(delivery)
    session.flush()
    return delivery


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
        .with_for_update(of=Delivery)
        .execution_options(populate_existing=True)
    ).one()
    return delivery, conversation
