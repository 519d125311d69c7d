"""Which messages may be gone, and what does the platform say when asked for them by id?

Absence proves nothing. A message is removed only in the platform's own word for its id,
given to a session that has just read the account.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, or_, select, union_all, update
from sqlalchemy.orm import Session

from connectors.looking import Found, Looked, Target
from connectors.pages import Notice, Shortfall
from connectors.words import Happening, Kind
from inbox import clock, homes
from inbox.intake import captures, notices
from inbox.models import Account, Conversation, Message, Post

ASKED_AT_ONCE = 5


def suspect(session: Session, account: Account, lost: Shortfall, now: datetime) -> None:
    """Note the stored comments of a post that it should show and does not."""
    ours = (
        select(Conversation.id)
        .join(Post, Post.id == Conversation.post_id)
        .where(Conversation.account_id == account.id, Post.external_id == lost.post_id)
    )
    # Somebody else's post to us is itself the beginning of a conversation.
    theirs = select(Conversation.id).where(
        Conversation.account_id == account.id,
        Conversation.kind == Kind.MENTION,
        Conversation.thread_id == lost.post_id,
    )
    those = union_all(ours, theirs).subquery()
    standing = select(Message.id, Message.external_id).where(
        or_(
            and_(Message.conversation_id.in_(select(those)), Message.home_id.is_(None)),
            Message.home_id.in_(select(those)),
        ),
        Message.external_id != lost.post_id,
        Message.removed_at.is_(None),
        Message.missed_at.is_(None),
    )
    if lost.since is not None:
        standing = standing.where(Message.sent_at > lost.since)
    gone = [row.id for row in session.execute(standing) if row.external_id not in lost.shown]
    note(session, gone, now)


def note(session: Session, message_ids: list[int], now: datetime) -> None:
    """Have messages asked for by their ids with the next poll of their account."""
    if message_ids:
        session.execute(update(Message).where(Message.id.in_(message_ids)).values(missed_at=now))


def note_answered(session: Session, reply: Message, now: datetime) -> None:
    """Have the message that a refused reply answers asked for: perhaps it is gone."""
    session.execute(
        update(Message)
        .where(
            Message.account_id == reply.account_id,
            Message.external_id == reply.reply_to,
            Message.removed_at.is_(None),
        )
        .values(missed_at=now)
    )


def targets(session: Session, account_id: int) -> list[Target]:
    """Return the messages to be asked for now, the longest missed first, a few at a time."""
    wanted = (
        select(Message.external_id, Conversation.kind, Conversation.thread_id, Post.external_id)
        .join(Conversation, Conversation.id == homes.NUMBER)
        .outerjoin(Post, Post.id == Conversation.post_id)
        .where(Message.account_id == account_id, Message.missed_at.is_not(None))
        .order_by(Message.missed_at, Message.id)
        .limit(ASKED_AT_ONCE)
    )
    return [
        Target(kind=kind, external_id=external_id or "", thread_id=thread_id, post_id=post_id)
        for external_id, kind, thread_id, post_id in session.execute(wanted)
    ]


def settle(
    session: Session,
    account: Account,
    asked: list[Target],
    looked: Looked,
    as_of: datetime | None = None,
) -> None:
    """Mark what the platform said is gone or hidden; the rest is missed no longer.

    `as_of` is when they were asked for, now by default. The caller holds the account's row.
    """
    now = clock.now(session)
    captures.keep(session, account, looked.bodies, now)
    told = [notice for one in looked.found.items() for notice in _notices(*one)]
    notices.apply(session, account, told, as_of or now)
    session.execute(
        update(Message)
        .where(
            Message.account_id == account.id,
            Message.external_id.in_([target.external_id for target in asked]),
        )
        .values(missed_at=None)
    )


def _notices(external_id: str, found: Found) -> Iterator[Notice]:
    if not found.is_there:
        yield Notice(external_id=external_id, happening=Happening.REMOVED)
    elif found.is_hidden is not None:
        happening = Happening.HIDDEN if found.is_hidden else Happening.UNHIDDEN
        yield Notice(external_id=external_id, happening=happening)
