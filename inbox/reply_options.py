"""What may be answered in a conversation now, and why is the rest missing?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from connectors.capabilities import Capabilities
from connectors.catalogue import capabilities_of
from connectors.phrases import Day, Phrase
from connectors.pictures import PictureRule
from connectors.text import TextRule
from connectors.words import Audience, Direction, Kind
from inbox import clock, homes, windows
from inbox.models import (
    AccountState,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Post,
)
from inbox.views import PLATFORM_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to answer.

    `why_not` is a sentence when it is not allowed, `warning` one when the platform
    may refuse it. `person_only` says that a machine's words are not allowed any more.
    `picture` says what a picture with it may be, None that it takes none.
    """

    audience: Audience
    allowed: bool
    why_not: str = ""
    warning: str = ""
    person_only: bool = False
    rule: TextRule
    picture: PictureRule | None = None
    goes_to: str = ""
    until: datetime | None = None
    verb: str

    def no_picture(self, text: str) -> str:
        """Say why a picture cannot go with these words here; nothing when it can."""
        if self.picture is None:
            return Phrase("No picture can be sent this way. Take it out, or answer in another way.")
        if text.strip() and not self.picture.with_text:
            return Phrase("Words and a picture are two messages here. Send one, then the other.")
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOptions:
    """Both ways to answer, and the message that would be answered."""

    public: Option
    private: Option
    answers: Message | None

    def of(self, audience: Audience) -> Option:
        """Return the option for an audience."""
        return self.public if audience is Audience.PUBLIC else self.private


def options(
    session: Session, conversation: Conversation, *, answers: Message | None = None
) -> ReplyOptions:
    """Say what the platform allows here now. `conversation.account` must be loaded."""
    answered = answers or last_message_in(session, conversation)
    conversation = homes.of(session, answered, conversation)
    can = capabilities_of(conversation.account.connector)[conversation.kind]
    return ReplyOptions(
        public=_public(session, conversation, can, answered),
        private=_private(session, conversation, can, answered),
        answers=answered,
    )


def last_message_in(session: Session, conversation: Conversation) -> Message | None:
    """Return the newest message the public wrote here."""
    return session.scalar(
        select(Message)
        .where(Message.conversation_id == conversation.id, Message.direction == Direction.IN)
        .options(selectinload(Message.author_contact))
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(1)
    )


def _public(
    session: Session, conversation: Conversation, can: Capabilities, answered: Message | None
) -> Option:
    where = PLATFORM_NAMES[conversation.platform]
    why_not = _stopped(conversation) or _nobody(answered)
    until = None
    if can.audience is Audience.PRIVATE:
        why_not = Phrase("This is a private conversation; there is nothing public to answer.")
    elif not can.reply:
        why_not = Phrase("{where} takes no public answer to this from here.", where=where)
    elif not why_not:
        until = _until(answered, windows.reply_window(session, can))
        why_not = _closed(session, until, where)
    return Option(
        audience=Audience.PUBLIC,
        allowed=not why_not,
        why_not=why_not,
        warning=_not_summoned(can, answered, where),
        rule=can.text,
        picture=can.picture,
        goes_to=Phrase("Public on {where}, anyone can read it", where=where),
        until=until,
        verb=Phrase("Post publicly"),
    )


def _not_summoned(can: Capabilities, answered: Message | None, where: str) -> str:
    if not can.needs_summons or answered is None or answered.is_summons is not False:
        return ""
    return Phrase(
        "{where} may refuse a reply here: it lets most accounts answer only posts that "
        "mention or quote them, and this one does not. You can answer on {where} itself.",
        where=where,
    )


def _private(
    session: Session, conversation: Conversation, can: Capabilities, answered: Message | None
) -> Option:
    where, direct = PLATFORM_NAMES[conversation.platform], conversation.kind is Kind.DIRECT_MESSAGE
    until = _until(answered, windows.private_window(session, can))
    person_only_from = _until(answered, can.person_only_after)
    why_not = (
        _stopped(conversation)
        or _nobody(answered)
        or ("" if direct else _not_private(session, conversation, can, answered, where))
        or _closed(session, until, where)
    )
    name = conversation.contact.shown_name if conversation.contact else "this person"
    return Option(
        audience=Audience.PRIVATE,
        allowed=not why_not,
        why_not=why_not,
        person_only=person_only_from is not None and person_only_from <= clock.now(session),
        rule=can.text if direct else (can.private_text or can.text),
        picture=can.picture if direct else can.private_picture,
        goes_to=Phrase("Private on {where}, only {name} sees it", where=where, name=name),
        until=until,
        verb=Phrase("Send privately"),
    )


def _not_private(
    session: Session,
    conversation: Conversation,
    can: Capabilities,
    answered: Message | None,
    where: str,
) -> str:
    if not can.private_reply:
        return Phrase("{where} offers no private reply to this here.", where=where)
    if can.private_reply_on_air and not _is_on_air(session, conversation):
        return Phrase(
            "{where} takes private answers only while the broadcast runs, and it has ended.",
            where=where,
        )
    if answered and answered.author_contact_id is None:
        return Phrase(
            "{where} does not say who wrote this, so it cannot be answered privately.", where=where
        )
    if can.private_reply_once and _answered_privately(session, conversation, answered):
        return Phrase(
            "{where} allows one private reply to a comment, and it has been sent.", where=where
        )
    return ""


def _is_on_air(session: Session, conversation: Conversation) -> bool:
    post = session.get(Post, conversation.post_id) if conversation.post_id else None
    return post is not None and post.is_on_air


def _answered_privately(
    session: Session, conversation: Conversation, answered: Message | None
) -> bool:
    taken = (DeliveryState.FAILED, DeliveryState.TAKEN_BACK)
    stands_in = answered.conversation_id if answered else conversation.id
    found = session.scalar(
        select(Delivery.id)
        .join(Message, Message.id == Delivery.message_id)
        .where(
            Delivery.conversation_id == stands_in,
            Delivery.state.not_in(taken),
            Message.audience == Audience.PRIVATE,
            Message.reply_to == (answered.external_id if answered else None),
        )
        .limit(1)
    )
    return found is not None


def _stopped(conversation: Conversation) -> str:
    if conversation.account.state is AccountState.CONNECTED:
        return ""
    return Phrase(
        "{account} must be connected again before anything can be sent.",
        account=conversation.account.name,
    )


def _nobody(answered: Message | None) -> str:
    return "" if answered else Phrase("Nobody has written here yet.")


def _until(answered: Message | None, window: timedelta | None) -> datetime | None:
    return answered.sent_at + window if answered and window else None


def _closed(session: Session, until: datetime | None, where: str) -> str:
    if until is None or clock.now(session) < until:
        return ""
    return Phrase(
        "{where} closed this conversation for answers on {day} at {until:%H:%M} UTC.",
        where=where,
        day=Day(f"{until:%d %B}", until.date()),
        until=until,
    )
