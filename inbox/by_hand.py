"""How is an answer recorded that somebody gave on the platform itself?

Hearback did not post it and never says so. A person's word ends the wait; when
a poll finds the answer on the platform, it takes the place of that word.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from connectors.catalogue import capabilities_of
from connectors.pages import Incoming
from connectors.phrases import Phrase
from connectors.words import Audience, Direction, Kind
from inbox import clock, conversations, homes, timeline, waits
from inbox.errors import Conflict
from inbox.models import (
    LIVE_STATES,
    Account,
    Attachment,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Status,
    User,
    Wait,
)
from inbox.reply_options import last_message_in
from inbox.search import indexing


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
        audience=_audience(conversation.kind),
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


def _audience(kind: Kind) -> Audience:
    return Audience.PRIVATE if kind is Kind.DIRECT_MESSAGE else Audience.PUBLIC


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
        and message.audience is _audience(item.kind)
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
