"""How is an answer recorded that somebody gave on the platform itself?

Hearback did not post it and never says so. A person's word ends the wait; when
a poll finds the answer on the platform, it takes the place of that word (`native_answers`).
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.catalogue import capabilities_of
from connectors.phrases import Phrase
from connectors.words import Direction
from inbox import clock, conversations, timeline, waits
from inbox.errors import Conflict
from inbox.models import (
    LIVE_STATES,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Status,
    User,
    Wait,
)
from inbox.reply_options import last_message_in


class NobodyWaits(Conflict):
    """There is nothing left to be answered by hand."""

    def __init__(self) -> None:
        super().__init__(Phrase("Nobody is waiting here any more. Look at the thread again."))


class StillOnItsWay(Conflict):
    """Somebody's reply would be published beside the answer given by hand."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("A reply is still on its way. Take it back, or wait until it has settled.")
        )


class NothingToTakeBack(Conflict):
    """The mark has become a fact that others rest on."""

    def __init__(self) -> None:
        super().__init__(Phrase("This mark can no longer be taken back. Look at the thread again."))


def address(conversation: Conversation, answered: Message | None) -> str:
    """Return where a person answers a message on the platform itself; empty when unknown."""
    if answered is None:
        return ""
    can = capabilities_of(conversation.account.connector)[conversation.kind]
    if can.answer_address and answered.external_id:
        return can.answer_address.format(id=answered.external_id)
    return answered.permalink


def mark(session: Session, conversation_id: int, *, by: User) -> Message:
    """Take a person's word that they answered on the platform.

    Raises NobodyWaits or StillOnItsWay.
    """
    conversation = conversations.locked(session, conversation_id)
    answered = last_message_in(session, conversation)
    if answered is None or conversation.waiting_since is None:
        raise NobodyWaits
    if _is_being_answered(session, conversation):
        raise StillOnItsWay
    message = _answer(session, conversation, answered, by)
    record(session, conversation, message, by=by)
    return message


def record(session: Session, conversation: Conversation, message: Message, *, by: User) -> None:
    """Let a message stand for what was said by hand. The caller holds the conversation's row."""
    message.by_hand_at = clock.now(session)
    if message.external_id is None:
        message.sent_at = message.by_hand_at
    waits.end_with_answer(session, conversation, message)
    timeline.record(session, "reply.by_hand", conversation, by=by, message_id=message.id)


def take_back(session: Session, message_id: int, *, by: User) -> Conversation:
    """Undo a mark that was a mistake: the person waits again, since when they did.

    Raises NothingToTakeBack once the platform showed the answer, the conversation was
    closed, or somebody wrote again.
    """
    conversation = _conversation_of(session, message_id)
    message = session.get_one(Message, message_id, populate_existing=True)
    wait = session.scalar(select(Wait).where(Wait.ended_by_message_id == message_id))
    if not _can_be_taken_back(conversation, message):
        raise NothingToTakeBack
    if wait:
        waits.start_again(conversation, wait)
    timeline.record(session, "reply.by_hand_taken_back", conversation, by=by)
    session.flush()
    _unmark(session, message)
    return conversation


def _conversation_of(session: Session, message_id: int) -> Conversation:
    conversation_id = session.scalar(
        select(Message.conversation_id).where(Message.id == message_id)
    )
    if conversation_id is None:
        raise NothingToTakeBack
    return conversations.locked(session, conversation_id)


def _can_be_taken_back(conversation: Conversation, message: Message) -> bool:
    is_only_a_word = message.by_hand_at is not None and message.external_id is None
    is_done = conversation.status is Status.RESOLVED
    is_quiet = not is_done and conversation.waiting_since is None
    return is_only_a_word and is_quiet


def _unmark(session: Session, message: Message) -> None:
    """Let a refused draft be refused again; what stood for nothing but the mark goes."""
    delivery = session.scalar(select(Delivery).where(Delivery.message_id == message.id))
    if delivery is None:
        session.delete(message)
        return
    delivery.state, message.by_hand_at = DeliveryState.FAILED, None


def _is_being_answered(session: Session, conversation: Conversation) -> bool:
    on_its_way = select(Delivery.id).where(
        Delivery.conversation_id == conversation.id, Delivery.state.in_(LIVE_STATES)
    )
    return session.scalar(on_its_way.limit(1)) is not None


def _answer(session: Session, conversation: Conversation, answered: Message, by: User) -> Message:
    now = clock.now(session)
    message = Message(
        account_id=conversation.account_id,
        conversation_id=conversation.id,
        direction=Direction.OUT,
        audience=conversation.kind.audience,
        text="",
        sent_at=now,
        received_at=now,
        author_user=by,
        reply_to=answered.external_id,
        home_id=answered.home_id,
    )
    session.add(message)
    session.flush()
    return message
