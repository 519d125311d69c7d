"""Who is told by e-mail, and when?

Only what stays unread in the desk for a minute, and only those who asked for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from inbox import clock, notification_choices
from inbox.config import Settings
from inbox.holding import NUDGE_AGAIN_AFTER
from inbox.mail_server import MailServer
from inbox.models import Mail, MailState, Notification, User

AFTER = timedelta(minutes=1)
ROUND_LIMIT = 100


def server(session: Session) -> MailServer | None:
    """Return what sends e-mail here, if anything does."""
    settings: Settings = session.info["settings"]
    return settings.mail


def prepare(session: Session, told: Sequence[Notification]) -> None:
    """Have what people were told sent to those who want it, unless they read it before."""
    if server(session) is None:
        return
    session.flush()
    for one in told:
        choices = notification_choices.of_id(session, one.user_id)
        if choices.by_mail and one.kind in choices.wanted:
            session.add(Mail(notification_id=one.id, due_at=one.made_at + AFTER))


def trouble(session: Session, user: User) -> str:
    """Say why the last e-mail to a person did not get out; empty when it did."""
    newest = session.scalar(
        select(Mail)
        .join(Notification, Notification.id == Mail.notification_id)
        .where(Notification.user_id == user.id, Mail.state != MailState.NEEDLESS)
        .order_by(Mail.id.desc())
        .limit(1)
    )
    return newest.problem if newest and newest.state is not MailState.SENT else ""


def nudge_due(session: Session) -> list[int]:
    """Return the e-mails to be sent now, noting that a worker was told."""
    now = clock.now(session)
    is_nudged = or_(Mail.nudged_at.is_(None), Mail.nudged_at < now - NUDGE_AGAIN_AFTER)
    due = (
        select(Mail.id)
        .where(Mail.state == MailState.WAITING, Mail.due_at <= now, is_nudged)
        .order_by(Mail.due_at)
        .limit(ROUND_LIMIT)
    )
    return list(
        session.scalars(
            update(Mail)
            .where(Mail.id.in_(due))
            .values(nudged_at=now)
            .returning(Mail.id)
            .execution_options(synchronize_session=False)
        )
    )
