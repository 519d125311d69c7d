"""How does a one-time link reach whom it is for: shown once, and mailed where that is possible?"""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from enum import StrEnum

from flask import request, url_for

from inbox import permissions, unvouched
from inbox.models import LinkPurpose, User
from inbox.one_time_links import NewLink
from inbox.permissions import Permission
from web import frame, languages, serving, sign_in_cookie
from web.formatting import clock_time
from web.languages import say


class Mailed(StrEnum):
    """What became of the e-mail."""

    NOT_TRIED = "not tried"
    SENT = "sent"
    FAILED = "failed"


def page(new: NewLink) -> str:
    """Show a new link, this once; its e-mail leaves before."""
    address = _address(new)
    return frame.page(
        "people/link.html",
        section="people",
        new=new,
        address=address,
        mailed=_mail(new, address),
        vouched_for=_is_vouched_for(new.person),
        second_step_follows=sign_in_cookie.is_required(),
    )


# A sign-in set anew waits only once it is used, so whether it will is asked of the desk.
def _is_vouched_for(person: User) -> bool:
    reads = permissions.may(person, Permission.READ)
    return reads and not unvouched.is_being_set_up(serving.session())


def _address(new: NewLink) -> str:
    # A setting where there is one: what a browser names as our host may be another's.
    desk = serving.runtime().settings.address or request.url_root.rstrip("/")
    return desk + url_for("one_time_links.take", secret=new.secret)


def _mail(new: NewLink, address: str) -> Mailed:
    through = serving.runtime().settings.mail
    if through is None:
        return Mailed.NOT_TRIED
    try:
        through.send(_message(new, address))
    except (smtplib.SMTPException, OSError, ValueError):
        return Mailed.FAILED
    return Mailed.SENT


def _message(new: NewLink, address: str) -> EmailMessage:
    message = EmailMessage()
    message["To"] = new.person.email
    message["Auto-Submitted"] = "auto-generated"
    with languages.reading_in(new.person.language or serving.runtime().settings.language):
        subject, what_for = _words(new)
        good = say("The link is good once, until {until}:", until=clock_time(new.expires_at))
        if_not = say("If you did not expect this, do not open it and tell an administrator.")
    message["Subject"] = f"Hearback: {subject}"
    message.set_content(f"{what_for} {good}\n\n{address}\n\n{if_not}\n")
    return message


def _words(new: NewLink) -> tuple[str, str]:
    if new.purpose is LinkPurpose.INVITATION:
        return say("You are invited to the desk"), say("Set a password, and sign in with it.")
    return say("Your new password"), say("Set a new password, and sign in with it.")
