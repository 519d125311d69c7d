"""How does somebody answer?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from connectors.words import Audience, Direction
from inbox import clock, conversations, outgoing_pictures, reach, reply_options, spacing, timeline
from inbox.approval import rule
from inbox.approval.rule import ApprovalNeeded
from inbox.canned import misplaced, placeholders, places, using
from inbox.canned.using import Inserted
from inbox.errors import Conflict, Invalid
from inbox.models import Conversation, Delivery, Message, Priority, User
from inbox.outgoing_pictures import Chosen
from inbox.reply_options import Option
from inbox.search import indexing

URGENT_HOLD = timedelta(seconds=3)
"""For how long an answer to somebody at risk can be taken back; everybody else's longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wrote. `client_token` makes writing it twice the same as once.

    `is_by_program` says that it came through the API, where no person need have read it;
    `inserted` names the canned responses it was written with; `resolves` asks that the
    conversation be resolved once it is published.
    """

    text: str
    audience: Audience
    client_token: str
    reply_to_message_id: int | None = None
    picture: Chosen | None = None
    is_by_program: bool = False
    inserted: tuple[Inserted, ...] = ()
    resolves: bool = False


class EmptyText(Invalid):
    """There is nothing to send."""

    def __init__(self) -> None:
        super().__init__(Phrase("Write something before sending."))


class TextTooLong(Invalid):
    """The platform would refuse it."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            Phrase(
                "This is {length:,} long and the platform takes {limit:,}. Shorten it by {over:,}.",
                length=length,
                limit=limit,
                over=length - limit,
            )
        )


class VariableMissing(Invalid):
    """A canned response left a place to fill in."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(Phrase("Fill in {names} before sending.", names=", ".join(names)))


class TokenUsedElsewhere(Conflict):
    """The same press of a button cannot answer two people."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This reply was written for another conversation. Reload, and send again.")
        )


class ReplyNotAllowed(Invalid):
    """The platform does not allow this here now."""


def write(session: Session, conversation_id: int, draft: Draft, *, by: User) -> Delivery:
    """Put a reply on its way, held for a while so that it can be taken back.

    The same client token gives the same delivery. Raises EmptyText, TextTooLong,
    VariableMissing, ReplyNotAllowed, NotForThis, UnusablePicture, TokenUsedElsewhere or
    ApprovalNeeded, each with a sentence for the person who wrote it.
    """
    conversation = conversations.locked(session, conversation_id)
    if sent := earlier(session, conversation, draft.client_token):
        return sent
    if rule.is_needed(session, conversation, by):
        raise ApprovalNeeded
    return send(session, conversation, draft, by=by)


def send(session: Session, conversation: Conversation, draft: Draft, *, by: User) -> Delivery:
    """Put on its way what needs no approval, or has it. The caller holds the conversation.

    Raises as `write` does, save ApprovalNeeded.
    """
    option, answers = judged(session, conversation, draft)
    message = _message(session, conversation, draft, answers, by)
    if draft.picture and option.picture:
        outgoing_pictures.attach(session, message, draft.picture, option.picture)
    using.record(session, message, draft.inserted, by=by)
    indexing.messages(session, [message.id])
    delivery = _delivery(session, conversation, message, draft, answers)
    timeline.record(
        session,
        "reply.written",
        conversation,
        by=by,
        message_id=message.id,
        audience=draft.audience.value,
    )
    return delivery


def judged(session: Session, conversation: Conversation, draft: Draft) -> tuple[Option, Message]:
    """Return the way a reply would go, and what it answers. Raises what refuses it now."""
    answers = _answered(session, conversation, draft)
    choice = reply_options.options(session, conversation, answers=answers)
    option = choice.of(draft.audience)
    _check(draft, option)
    _check_writer(draft, option)
    place = places.of_answer(conversation, draft.audience)
    misplaced.refuse(session, draft.text, draft.inserted, place)
    if choice.answers is None:
        raise ReplyNotAllowed(Phrase("Nobody has written here yet."))
    return option, choice.answers


def earlier(session: Session, conversation: Conversation, client_token: str) -> Delivery | None:
    """Return what the same press of a button put on its way here. Raises TokenUsedElsewhere."""
    # A press counts once, whatever its conversation has become for whoever pressed.
    with reach.lifted(session):
        found = session.scalar(
            select(Delivery)
            .where(Delivery.client_token == client_token)
            .options(selectinload(Delivery.message))
        )
    if found and found.conversation_id != conversation.id:
        raise TokenUsedElsewhere
    return found


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
        raise ReplyNotAllowed(Phrase("The message you answer is not in this conversation."))
    return found


def _check(draft: Draft, option: Option) -> None:
    text, has_picture = draft.text, draft.picture is not None
    if not text.strip() and not has_picture:
        raise EmptyText
    if not option.allowed:
        raise ReplyNotAllowed(option.why_not)
    if has_picture and (why_not := option.no_picture(text)):
        raise ReplyNotAllowed(why_not)
    if missing := placeholders.names(text):
        raise VariableMissing(missing)
    length = option.rule.length(text)
    if length > option.rule.limit:
        raise TextTooLong(length, option.rule.limit)


def _check_writer(draft: Draft, option: Option) -> None:
    if draft.is_by_program and option.person_only:
        raise ReplyNotAllowed(
            Phrase("The platform now takes only a person's own words here. Answer from the desk.")
        )


def _message(
    session: Session, conversation: Conversation, draft: Draft, answers: Message, by: User
) -> Message:
    now = clock.now(session)
    message = Message(
        account_id=conversation.account_id,
        conversation_id=conversation.id,
        direction=Direction.OUT,
        audience=draft.audience,
        # Blank words beside a picture are none.
        text=draft.text if draft.text.strip() else "",
        sent_at=now,
        received_at=now,
        author_user=by,
        reply_to=answers.external_id,
        home_id=answers.home_id,
    )
    session.add(message)
    session.flush()
    return message


def _hold(session: Session, conversation: Conversation) -> timedelta:
    hold: timedelta = session.info["settings"].send_hold
    return min(hold, URGENT_HOLD) if conversation.priority is Priority.URGENT else hold


def _delivery(
    session: Session, conversation: Conversation, message: Message, draft: Draft, answers: Message
) -> Delivery:
    held_until = clock.now(session) + _hold(session, conversation)
    leaves = spacing.earliest(session, conversation, draft.audience, held_until)
    delivery = Delivery(
        account_id=message.account_id,
        conversation_id=message.conversation_id,
        message=message,
        client_token=draft.client_token,
        recipient_id=answers.author_contact.external_id if answers.author_contact else "",
        due_at=leaves.at,
        reason=leaves.reason or None,
        resolves=draft.resolves,
    )
    session.add(delivery)
    session.flush()
    return delivery
