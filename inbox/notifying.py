"""Who is told what, and have they read it?

A notification is read by a person's own hand, or by opening the conversation it is about.
What a person does not want to be told is kept and not shown, so that they may think again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import announcing, clock, mailing, notification_choices, reach
from inbox.errors import NotFound
from inbox.models import Conversation, Notification, NotificationKind, User

SHOWN = 100


class NoSuchNotification(NotFound):
    """It is somebody else's, or there is none."""

    def __init__(self) -> None:
        super().__init__(Phrase("There is no such notification of yours. Look at the list again."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many are unread, and the newest of them."""

    unread: int
    newest: Notification | None


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
    """Tell people what happened, once, but for who did it and whoever may not open it.

    The caller holds the row that `cause` names, so that nobody tells of it at the same time.
    """
    told = select(Notification.user_id).where(Notification.cause == cause)
    may_open = User.is_active, reach.who_reaches(conversation.account_id)
    wanted = User.id.in_(user_ids), *may_open, User.id.not_in(told)
    ids = session.scalars(select(User.id).where(*wanted).order_by(User.id)).all()
    made = [
        Notification(
            user_id=user_id,
            kind=kind,
            conversation_id=conversation.id,
            by_user_id=by.id if by else None,
            cause=cause,
            words=words,
            made_at=clock.now(session),
        )
        for user_id in ids
        if by is None or user_id != by.id
    ]
    session.add_all(made)
    mailing.prepare(session, made)
    for one in made:
        announcing.person_notified(session, one.user_id)


def shown(session: Session, user: User) -> Sequence[Notification]:
    """Return what a person is told, the newest first, as much as a page shows."""
    return session.scalars(
        select(Notification)
        .where(Notification.user_id == user.id, _is_wanted(session, user))
        .options(
            selectinload(Notification.by_user),
            selectinload(Notification.conversation).selectinload(Conversation.contact),
        )
        .order_by(Notification.id.desc())
        .limit(SHOWN)
    ).all()


def standing(session: Session, user: User, wanted: Collection[NotificationKind]) -> Standing:
    """Return how much of what a person wants to be told is unread."""
    unread = (*_unread_of(user), Notification.kind.in_(wanted))
    newest = session.scalar(
        select(Notification)
        .where(*unread)
        .options(selectinload(Notification.by_user))
        .order_by(Notification.id.desc())
        .limit(1)
    )
    count = session.scalar(select(func.count(Notification.id)).where(*unread)) if newest else 0
    return Standing(unread=count or 0, newest=newest)


def has_unread(session: Session, conversation_id: int, user: User) -> bool:
    """Say whether a person was told something about a conversation that they have not read."""
    mine = select(Notification.id).where(
        *_unread_of(user), Notification.conversation_id == conversation_id
    )
    return session.scalar(mine.limit(1)) is not None


def read(session: Session, notification_id: int, *, by: User) -> None:
    """Note that a person read one thing they were told. Raises NoSuchNotification."""
    found = session.get(Notification, notification_id)
    if found is None or found.user_id != by.id:
        raise NoSuchNotification
    _read(session, by, Notification.id == notification_id)


def read_in(session: Session, conversation_id: int, *, by: User) -> None:
    """Note that a person read all they were told about a conversation."""
    _read(session, by, Notification.conversation_id == conversation_id)


def read_all(session: Session, *, up_to: int, by: User) -> None:
    """Note that a person read what they are told, up to the newest they saw."""
    _read(session, by, Notification.id <= up_to, _is_wanted(session, by))


def is_about(user: User, kind: NotificationKind) -> ColumnElement[bool]:
    """Say of a conversation that a person was told this of it and has not read it."""
    told = select(Notification.conversation_id).where(*_unread_of(user), Notification.kind == kind)
    return Conversation.id.in_(told)


def _unread_of(user: User) -> tuple[ColumnElement[bool], ...]:
    return Notification.user_id == user.id, Notification.read_at.is_(None)


def _is_wanted(session: Session, user: User) -> ColumnElement[bool]:
    return Notification.kind.in_(notification_choices.of(session, user).wanted)


def _read(session: Session, by: User, *which: ColumnElement[bool]) -> None:
    about = session.scalars(
        update(Notification)
        .where(*_unread_of(by), *which)
        .values(read_at=clock.now(session))
        .returning(Notification.conversation_id)
        .execution_options(synchronize_session=False)
    ).all()
    if about:
        announcing.person_notified(session, by.id)
        _tell_desks(session, set(about))


# It leaves the view "Mentions of me", though nothing about it changed for anybody else.
def _tell_desks(session: Session, conversation_ids: Collection[int]) -> None:
    versions = select(Conversation.id, Conversation.version).where(
        Conversation.id.in_(conversation_ids)
    )
    for conversation_id, version in session.execute(versions):
        announcing.conversation_changed(session, conversation_id, version)
