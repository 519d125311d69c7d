"""With which link does somebody set a password that nobody else ever knows?

A link is good once and for a time, and a new one ends those before. What stands in it is shown
once, to whoever asked for it, and kept as a digest. Whoever set a password by it signs in as
ever, with the second step (OWASP, Forgot Password Cheat Sheet: nobody is let in by a link).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, selectinload

from connectors.phrases import Phrase
from inbox import clock, passwords, people, sign_in, staff_record, unvouched
from inbox.audit import origin, recording, strangers
from inbox.audit.recording import NOTHING, On
from inbox.audit.what import What
from inbox.config import Settings
from inbox.errors import Conflict, NotAllowed
from inbox.models import (
    LinkPurpose,
    OneTimeLink,
    StaffChange,
    StaffChangeKind,
    Unvouched,
    User,
)
from inbox.rows import changed


class UnusableLink(NotAllowed):
    """A link that sets no password. `why` is what the audit log says of it."""

    why: ClassVar[str] = "unknown"


class NoSuchLink(UnusableLink):
    """Nothing of ours stands in it."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This link is not valid. Check that it was copied whole, or ask for a new one.")
        )


class LinkUsed(UnusableLink):
    """Somebody set a password by it before."""

    why = "used"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This link was used already, and each is good once. "
                "If it was not you who used it, tell an administrator now."
            )
        )


class LinkExpired(UnusableLink):
    """Its time is over."""

    why = "expired"

    def __init__(self) -> None:
        super().__init__(Phrase("This link has expired. Ask an administrator for a new one."))


class LinkEnded(UnusableLink):
    """Another took its place, or its person may not come in."""

    why = "ended"

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This link counts no more: a newer one took its place, or an administrator ended "
                "it. Use the newer one, or ask for it."
            )
        )


class NotForDisabled(Conflict):
    """Whoever is disabled could do nothing with a password."""

    def __init__(self) -> None:
        super().__init__(Phrase("They are disabled. Let them in again before you make a link."))


class NotByPassword(Conflict):
    """A password would let them in nowhere."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase("They sign in with {name}, and need no link for a password.", name=name)
        )


class NotForYourself(Conflict):
    """At an open desk, anybody could take it over for good."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "You cannot make a link for yourself. Change your password under “Your password”, "
                "or ask another administrator."
            )
        )


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that was just made; `secret` is never to be had again."""

    person: User
    purpose: LinkPurpose
    expires_at: datetime
    secret: str = field(repr=False)


def make(session: Session, user_id: int, *, by: User | None) -> NewLink:
    """Make a link by which somebody sets their password, and end those before.

    It is an invitation while they never set one. `by` is None for the command line. Raises
    NoSuchPerson, NotByPassword, NotForDisabled or NotForYourself.
    """
    person = people.locked(session, user_id)
    if by and by.id == person.id:
        raise NotForYourself
    if name := sign_in.in_place_of_password(session, person):
        raise NotByPassword(name)
    if not sign_in.is_admitted(session, person):
        raise NotForDisabled
    end_all(session, person)
    now, is_new = clock.now(session), not people.has_come(session, person)
    purpose = LinkPurpose.INVITATION if is_new else LinkPurpose.RESET
    new = NewLink(person, purpose, now + _life(session, purpose), secrets.token_urlsafe(32))
    session.add(
        OneTimeLink(
            user_id=person.id,
            purpose=purpose,
            digest=_digest(new.secret),
            made_at=now,
            made_by_id=by and by.id,
            expires_at=new.expires_at,
        )
    )
    staff_record.record(session, person, StaffChangeKind.LINK, by, purpose.value)
    return new


def find(session: Session, secret: str) -> OneTimeLink:
    """Return the link in which this stands, with its person. Raises UnusableLink."""
    link = _with(session, secret)
    if link is None:
        raise NoSuchLink
    if link.used_at:
        raise LinkUsed
    if link.ended_at or not sign_in.is_admitted(session, link.user):
        raise LinkEnded
    if link.expires_at <= clock.now(session):
        raise LinkExpired
    return link


def use(session: Session, secret: str, password: str) -> User:
    """Set the password of a link's person, which ends the link and every open sign-in.

    Raises UnusableLink or WeakPassword; the caller rolls back, so that the link stays good.
    """
    link, now = find(session, secret), clock.now(session)
    # Of two who come at once, the second meets no row.
    taken = update(OneTimeLink).where(OneTimeLink.id == link.id, *_good(now))
    if not changed(session, taken.values(used_at=now)):
        raise LinkUsed
    person = passwords.set_own(session, link.user_id, password, by_link=link.purpose)
    if link.purpose is LinkPurpose.RESET:
        _ask_who_it_is(session, person, link)
    if link.purpose is LinkPurpose.INVITATION:
        person.away_since = None
    return person


# Whoever made the link saw it, too.
def _ask_who_it_is(session: Session, person: User, link: OneTimeLink) -> None:
    made = StaffChange.user_id == person.id, StaffChange.what == StaffChangeKind.LINK
    newest = select(StaffChange).where(*made, StaffChange.by_id == link.made_by_id)
    change = session.scalar(newest.order_by(StaffChange.id.desc()).limit(1))
    if change:
        unvouched.ask(session, person, Unvouched.NEW_PASSWORD, change)


def end_all(session: Session, person: User) -> None:
    """Let the links that somebody was given count no more."""
    now = clock.now(session)
    given = OneTimeLink.user_id == person.id, *_good(now)
    changed(session, update(OneTimeLink).where(*given).values(ended_at=now))


def standing(session: Session) -> Mapping[int, OneTimeLink]:
    """Return the links that are good now, by the number of their person."""
    good = select(OneTimeLink).where(*_good(clock.now(session)))
    return {link.user_id: link for link in session.scalars(good)}


def note_refused(session: Session, secret: str, problem: UnusableLink) -> None:
    """Keep that a link was refused, one an hour and address; what stands in it is not kept."""
    if strangers.was_refused(session, What.PERSON_LINK_REFUSED, origin.current().address):
        return
    link = _with(session, secret)
    on = On("user", link.user.id, link.user.name) if link else NOTHING
    recording.fail(session, What.PERSON_LINK_REFUSED, on=on, detail={"why": problem.why})


def _with(session: Session, secret: str) -> OneTimeLink | None:
    told = select(OneTimeLink).where(OneTimeLink.digest == _digest(secret))
    return session.scalar(told.options(selectinload(OneTimeLink.user)))


def _good(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OneTimeLink.used_at.is_(None),
        OneTimeLink.ended_at.is_(None),
        OneTimeLink.expires_at > now,
    )


def _life(session: Session, purpose: LinkPurpose) -> timedelta:
    settings: Settings = session.info["settings"]
    is_invitation = purpose is LinkPurpose.INVITATION
    return settings.invitation_life if is_invitation else settings.reset_life


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).digest()
