"""How does an e-mail get out?

The row is the truth: a worker claims it for a while, and what failed is tried again, later
and later. A worker that dies after sending sends it twice, under one message number.
"""

from __future__ import annotations

import smtplib
from datetime import timedelta
from email.message import EmailMessage

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, selectinload

from inbox import clock, conversations, reach, staff_notices, standing_for
from inbox import mail_failures as failures
from inbox.errors import Invalid
from inbox.mail_server import MailServer
from inbox.models import Mail, MailState, Notification, User
from inbox.notification_wording import SUBJECTS
from inbox.permissions import Permission
from inbox.report_mail import composing
from inbox.rows import changed
from inbox.runtime import Runtime

LEASE = timedelta(minutes=1)
AGAIN_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)


def send(runtime: Runtime, mail_id: int) -> None:
    """Send an e-mail that is due, unless it is needless by now or another worker has it."""
    with runtime.writing() as session:
        mail = _claimed(session, mail_id)
    through = runtime.settings.mail
    if mail is None:
        return
    try:
        message = _written(runtime, mail, through) if through else None
        if through and message:
            through.send(message)
    except (smtplib.SMTPException, OSError, ValueError, Invalid) as problem:
        _fail(runtime, mail, problem)
    else:
        state = MailState.SENT if message else MailState.NEEDLESS
        _settle(runtime, mail, state=state, problem="")


def _claimed(session: Session, mail_id: int) -> Mail | None:
    now = clock.now(session)
    is_free = or_(Mail.leased_until.is_(None), Mail.leased_until < now)
    won = changed(
        session,
        update(Mail)
        .where(Mail.id == mail_id, Mail.state == MailState.WAITING, Mail.due_at <= now, is_free)
        .values(leased_until=now + LEASE, attempts=Mail.attempts + 1),
    )
    return _loaded(session, mail_id) if won else None


def _loaded(session: Session, mail_id: int) -> Mail:
    return session.scalars(
        select(Mail)
        .where(Mail.id == mail_id)
        .options(selectinload(Mail.notification).selectinload(Notification.user))
    ).one()


def _written(runtime: Runtime, mail: Mail, through: MailServer) -> EmailMessage | None:
    """Write what is to be sent; nothing where it is needless by now."""
    if mail.staff_change_id:
        return _staff_notice(runtime, mail, through)
    if mail.notification is None:
        return _report(runtime, mail, through)
    return _message(mail.notification, through) if _is_needed(runtime, mail.notification) else None


def _report(runtime: Runtime, mail: Mail, through: MailServer) -> EmailMessage | None:
    with runtime.reading() as session:
        issue, person = composing.loaded(session, mail), session.get_one(User, mail.user_id)
        if not composing.is_wanted(issue, person):
            return None
        reach.hold(session, reach.of(person))
        return composing.message(session, issue, person, through=through)


def _staff_notice(runtime: Runtime, mail: Mail, through: MailServer) -> EmailMessage:
    with runtime.reading() as session:
        change, person = staff_notices.loaded(session, mail), session.get_one(User, mail.user_id)
        return staff_notices.message(change, person, through=through)


def _is_needed(runtime: Runtime, told: Notification) -> bool:
    with runtime.reading() as session:
        may_read = standing_for.still_may(session, told.user, Permission.READ)
        reach.hold(session, reach.of(told.user))
        may_read = may_read and bool(conversations.there(session, [told.conversation_id]))
    return told.read_at is None and may_read


def _message(told: Notification, through: MailServer) -> EmailMessage:
    """Say that something happened and where to look. Nothing that anybody wrote is in it."""
    message = EmailMessage()
    message["To"] = told.user.email
    message["Subject"] = f"Hearback: {SUBJECTS[told.kind]}"
    # The same again when a worker died after it was sent, so that a mailbox can tell.
    message["Message-ID"] = f"<notification-{told.id}@{through.sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"{SUBJECTS[told.kind]}.\n\n{through.desk}/desk/open/{told.conversation_id}\n\n"
        f"You chose to be told by e-mail. Change it: {through.desk}/notifications\n"
    )
    return message


def _fail(runtime: Runtime, mail: Mail, problem: Exception) -> None:
    # A report's page says by the state of each whether it is tried again.
    is_report = mail.report_issue_id is not None
    words = failures.of_report(problem) if is_report else failures.of_notice(problem)
    if failures.is_for_good(problem) or mail.attempts > len(AGAIN_AFTER):
        _settle(runtime, mail, state=MailState.FAILED, problem=words)
        return
    due_at = runtime.clock.now() + AGAIN_AFTER[mail.attempts - 1]
    again = words if is_report else f"{words} It is tried again."
    _settle(runtime, mail, due_at=due_at, problem=again)


def _settle(runtime: Runtime, mail: Mail, **values: object) -> None:
    with runtime.writing() as session:
        mine = Mail.id == mail.id, Mail.attempts == mail.attempts
        free = {"leased_until": None, "nudged_at": None, **values}
        changed(session, update(Mail).where(*mine).values(free))
