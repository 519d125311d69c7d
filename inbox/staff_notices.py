"""Who is told by e-mail that a sign-in was changed, so that a theft does not stay unseen?

Whom it belongs to, always and whatever they chose to be told (OWASP ASVS 5, 6.3.7), and whoever
is to vouch for them.
"""

from __future__ import annotations

from collections.abc import Collection
from email.message import EmailMessage

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from inbox import clock, mailing
from inbox.mail_server import MailServer
from inbox.models import LinkPurpose, Mail, StaffChange, StaffChangeKind, User

SUBJECTS = {
    StaffChangeKind.PASSWORD: "The password was changed",
    StaffChangeKind.LINK: "An administrator made a link for a new password",
    StaffChangeKind.LINK_USED: "A new password was set by a link",
    StaffChangeKind.SECOND_STEP: "A second step was set up",
    StaffChangeKind.SECOND_STEP_RESET: "The second step was reset",
    StaffChangeKind.RECOVERY_CODES: "New recovery codes were taken",
    StaffChangeKind.PASSKEY: "A passkey was added",
    StaffChangeKind.PASSKEY_REMOVED: "A passkey was removed",
    StaffChangeKind.PROVIDER_FORGOTTEN: "Single sign-on was set back",
    StaffChangeKind.ADDED: "Somebody was let in",
}
_OF_THEIRS = SUBJECTS.keys() - {StaffChangeKind.ADDED}


def tell_whom_it_belongs_to(session: Session, change: StaffChange, person: User) -> None:
    """Have somebody told what became of their sign-in."""
    is_invitation = change.detail == LinkPurpose.INVITATION
    if change.what in _OF_THEIRS and not is_invitation:
        tell(session, change, [person])


def tell(session: Session, change: StaffChange, told: Collection[User]) -> None:
    """Have people told of a change, each once, where there is anything to send by."""
    if mailing.server(session) is None:
        return
    session.flush()
    asked = select(Mail.user_id).where(Mail.staff_change_id == change.id)
    before, now = set(session.scalars(asked)), clock.now(session)
    session.add_all(
        Mail(staff_change_id=change.id, user_id=one.id, due_at=now)
        for one in told
        if one.id not in before
    )


def loaded(session: Session, mail: Mail) -> StaffChange:
    """Return what an e-mail tells of, with whom it concerns and who did it."""
    who = selectinload(StaffChange.user), selectinload(StaffChange.by)
    query = select(StaffChange).where(StaffChange.id == mail.staff_change_id)
    return session.scalars(query.options(*who)).one()


def message(change: StaffChange, to: User, *, through: MailServer) -> EmailMessage:
    """Say what was changed, of whom, by whom and when."""
    written, subject = EmailMessage(), SUBJECTS[change.what]
    written["To"] = to.email
    written["Subject"] = f"Hearback: {subject}"
    # The same again when a worker died after it was sent, so that a mailbox can tell.
    domain = through.sender.partition("@")[2]
    written["Message-ID"] = f"<sign-in-{change.id}-{to.id}@{domain}>"
    written["Auto-Submitted"] = "auto-generated"
    is_theirs = to.id == change.user_id
    written.set_content(
        "\n".join((*_what(change, subject), *_next(is_theirs, through.desk))) + "\n"
    )
    return written


def _what(change: StaffChange, subject: str) -> tuple[str, ...]:
    by = change.by.name if change.by else "The command line of the server"
    return (
        f"{subject}.",
        "",
        f"Whose: {_line(change.user.name)}, {change.user.email}",
        f"By: {_line(by)}",
        f"When: {change.at:%Y-%m-%d %H:%M} UTC",
        "",
    )


def _next(is_theirs: bool, desk: str) -> tuple[str, ...]:  # noqa: FBT001 - whose it is, not how
    if is_theirs:
        return (
            "If this was not you, and you did not ask for it, tell a supervisor now, by telephone.",
        )
    return (
        "They see nothing private until somebody who leads says that it is them.",
        "Call them back on a number that you know before you do:",
        f"{desk}/consents",
    )


def _line(name: str) -> str:
    return " ".join(name.split())
