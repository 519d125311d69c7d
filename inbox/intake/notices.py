"""What became, on the platform, of messages that stand on the desk?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.pages import Notice, Reacted
from connectors.words import Direction, Happening, Verb
from inbox import clock, conversations, timeline, waits
from inbox.db import planned_afresh
from inbox.intake import ordering, reactions
from inbox.models import Account, Conversation, Message, Moderation, ModerationState, User
from inbox.moderation import deciding

EVENTS = {
    Happening.REMOVED: "message.removed",
    Happening.HIDDEN: "message.hidden",
    Happening.UNHIDDEN: "message.unhidden",
}

HAPPENINGS = {
    Verb.HIDE: Happening.HIDDEN,
    Verb.UNHIDE: Happening.UNHIDDEN,
    Verb.DELETE: Happening.REMOVED,
}


def apply(
    session: Session, account: Account, notices: Iterable[Notice | Reacted], as_of: datetime
) -> None:
    """Mark what was removed, hidden, shown again or reacted to, each once; the text stays.

    `as_of` is the moment they speak for: hiding that is known of a later one stands.
    A notice about a message that is not stored says nothing to anybody, and one of
    an act of ours comes before that act's own end, which says who and why. The
    caller holds the account's row.
    """
    told, now = list(notices), clock.now(session)
    stored = _stored(session, account, told)
    ours = _under_way(session, stored.values())
    for notice in told:
        message = stored.get(notice.external_id)
        if message is None:
            continue
        if isinstance(notice, Reacted):
            reactions.take(session, message, notice.reaction, notice.at)
        elif (message.id, notice.happening) not in ours and _counts(notice, message, as_of):
            mark(session, message, notice.happening, notice.at or now, as_of=as_of)


def mark(
    session: Session,
    message: Message,
    happening: Happening,
    at: datetime,
    *,
    as_of: datetime,
    by: User | None = None,
    **why: str | None,
) -> None:
    """Mark one message, unless it is marked so already. `by` did it through this desk."""
    if happening is not Happening.REMOVED:
        message.flags_as_of = as_of
    if _is_known(message, happening):
        return
    conversation = conversations.locked(session, message.conversation_id)
    match happening:
        case Happening.REMOVED:
            _remove(session, conversation, message, at)
        case Happening.HIDDEN:
            message.hidden_at = at
        case Happening.UNHIDDEN:
            message.hidden_at = None
    timeline.record(session, EVENTS[happening], conversation, by=by, message_id=message.id, **why)


def _stored(
    session: Session, account: Account, told: list[Notice | Reacted]
) -> dict[str | None, Message]:
    if not told:
        return {}
    wanted = select(Message).where(
        Message.account_id == account.id,
        Message.external_id.in_({notice.external_id for notice in told}),
    )
    return {message.external_id: message for message in session.scalars(planned_afresh(wanted))}


def _under_way(session: Session, messages: Collection[Message]) -> set[tuple[int, Happening]]:
    if not messages:
        return set()
    acts = select(Moderation.message_id, Moderation.verb).where(
        Moderation.message_id.in_([message.id for message in messages]),
        Moderation.state == ModerationState.QUEUED,
        Moderation.verb.in_(HAPPENINGS),
    )
    return {(message_id, HAPPENINGS[verb]) for message_id, verb in session.execute(acts)}


def _counts(notice: Notice, message: Message, as_of: datetime) -> bool:
    # What is removed stays removed, whatever came first.
    is_removal = notice.happening is Happening.REMOVED
    return is_removal or ordering.has_later_flags(message, as_of)


def _is_known(message: Message, happening: Happening) -> bool:
    match happening:
        case Happening.REMOVED:
            return message.removed_at is not None
        case Happening.HIDDEN:
            return message.hidden_at is not None
        case Happening.UNHIDDEN:
            return message.hidden_at is None


def _remove(session: Session, conversation: Conversation, message: Message, at: datetime) -> None:
    message.removed_at = at
    session.flush()
    deciding.lapse(session, conversation, message)
    if message.direction is Direction.IN:
        waits.withdraw(session, conversation, at)
