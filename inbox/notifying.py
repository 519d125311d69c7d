"""Who is told what, and have they read it?

A notification is read by a person's own hand, or by opening the conversation it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, selectinload

from inbox import announcing, clock
from inbox.models import Conversation, Notification, NotificationKind, User

SHOWN = 100


def tell(  # noqa: PLR0913 - what, of what, to whom, by whom
    session: Session,
    user_ids: Collection[int],
    kind: NotificationKind,
    conversation: Conversation,
    *,
    cause: str,
    by: User | None = None,
    words: str = "",
) -> None:
    """Tell people what happened, but for who did it and whoever signs in no more.

    `cause` is never given twice to the same person.
    """
    present = select(User.id).where(User.id.in_(user_ids), User.is_active)
    for user_id in session.scalars(present.order_by(User.id)).all():
        if by is None or user_id != by.id:
            session.add(
                Notification(
                    user_id=user_id,
                    kind=kind,
                    conversation_id=conversation.id,
                    by_user_id=by.id if by else None,
                    cause=cause,
                    words=words,
                    made_at=clock.now(session),
                )
            )
            announcing.person_notified(session, user_id)
    session.flush()


def newest(session: Session, user: User) -> Sequence[Notification]:
    """Return what a person was told, the newest first, as much as a page shows."""
    return session.scalars(
        select(Notification)
        .where(Notification.user_id == user.id)
        .options(
            selectinload(Notification.by_user),
            selectinload(Notification.conversation).selectinload(Conversation.contact),
            selectinload(Notification.conversation).selectinload(Conversation.account),
        )
        .order_by(Notification.id.desc())
        .limit(SHOWN)
    ).all()


def has_unread(session: Session, conversation_id: int, user: User) -> bool:
    """Say whether a person was told something about a conversation that they have not read."""
    mine = select(Notification.id).where(
        *_unread_of(user), Notification.conversation_id == conversation_id
    )
    return session.scalar(mine.limit(1)) is not None


def read_in(session: Session, conversation_id: int, *, by: User) -> None:
    """Note that a person read all they were told about a conversation."""
    _read(session, by, Notification.conversation_id == conversation_id)


def is_about(user: User, kind: NotificationKind) -> ColumnElement[bool]:
    """Say of a conversation that a person was told this of it and has not read it."""
    told = select(Notification.conversation_id).where(*_unread_of(user), Notification.kind == kind)
    return Conversation.id.in_(told)


def _unread_of(user: User) -> tuple[ColumnElement[bool], ...]:
    return Notification.user_id == user.id, Notification.read_at.is_(None)


def _read(session: Session, by: User, *which: ColumnElement[bool]) -> None:
    read = session.execute(
        update(Notification)
        .where(*_unread_of(by), *which)
        .values(read_at=clock.now(session))
        .returning(Notification.conversation_id)
        .execution_options(synchronize_session=False)
    )
    about = set(read.scalars())
    if about:
        announcing.person_notified(session, by.id)
        _tell_desks(session, about)


# It leaves the view "Mentions of me", though nothing about it changed for anybody else.
def _tell_desks(session: Session, conversation_ids: Collection[int]) -> None:
    standing = select(Conversation.id, Conversation.version).where(
        Conversation.id.in_(conversation_ids)
    )
    for conversation_id, version in session.execute(standing):
        announcing.conversation_changed(session, conversation_id, version)
