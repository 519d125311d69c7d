"""Who comes in when the identity provider vouches for them?

By the provider's own name for them, once it is known. The first time, by the e-mail address that
an administrator entered on the page People: nobody gets an account by signing in.
"""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.identity.vouching import Vouched
from inbox import clock, guessing, people, sign_in, staff_record, unvouched
from inbox.guessing import Tried
from inbox.models import ProviderLink, StaffChangeKind, Unvouched, User
from inbox.people import NoSuchPerson
from inbox.single_sign_on import known
from inbox.single_sign_on.refusals import NotLetIn, SomebodyElse
from inbox.single_sign_on.setting import SingleSignOn


def let_in(session: Session, word: Vouched, setting: SingleSignOn) -> User:
    """Return who comes in, and keep who they are there. Raises NotLetIn."""
    link = session.get(ProviderLink, (word.issuer, word.subject))
    if link:
        return _admitted(session, people.find(session, link.user_id), setting)
    person = _admitted(session, _by_email(session, word, setting), setting)
    _link(session, word, person, setting)
    return person


def refuse_others(session: Session, word: Vouched, user_id: int, setting: SingleSignOn) -> None:
    """Let nobody prove that they are somebody else. Raises SomebodyElse or NotLetIn."""
    link = session.get(ProviderLink, (word.issuer, word.subject))
    if link is None or link.user_id != user_id:
        raise SomebodyElse(setting.name)
    _admitted(session, people.find(session, user_id), setting)


def forget(session: Session, user_id: int, *, by: User) -> None:
    """Let somebody be matched by e-mail address once more, and end every sign-in of theirs.

    They find nothing private until somebody else vouches for them (`inbox.unvouched`).
    Raises NoSuchPerson.
    """
    person = people.find(session, user_id)
    session.execute(delete(ProviderLink).where(ProviderLink.user_id == person.id))
    person.sign_in_number += 1
    kept = staff_record.record(session, person, StaffChangeKind.PROVIDER_FORGOTTEN, by)
    unvouched.ask(session, person, Unvouched.PROVIDER, kept)


def everyone(session: Session) -> set[int]:
    """Return whom the present provider knows, by number."""
    return set(session.scalars(known.everyone(session)))


def _by_email(session: Session, word: Vouched, setting: SingleSignOn) -> User:
    if not word.email:
        raise NotLetIn(setting.name, "no email")
    if not (word.is_email_verified or setting.trusts_email):
        raise NotLetIn(setting.name, "email not verified")
    try:
        # Letters that only look like ours become ours in lower case, and somebody else's address.
        return people.by_email(session, word.email if word.email.isascii() else "")
    except NoSuchPerson:
        raise NotLetIn(setting.name, "unknown") from None


def _admitted(session: Session, person: User, setting: SingleSignOn) -> User:
    if not person.is_active:
        raise NotLetIn(setting.name, "disabled", person)
    if sign_in.is_over(session, person):
        raise NotLetIn(setting.name, "access ended", person)
    if any(guessing.is_locked(session, person.email, what) for what in Tried):
        raise NotLetIn(setting.name, "locked", person)
    return person


def _link(session: Session, word: Vouched, person: User, setting: SingleSignOn) -> None:
    is_first = not people.has_come(session, person)
    new = ProviderLink(
        issuer=word.issuer, subject=word.subject, user_id=person.id, linked_at=clock.now(session)
    )
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        # Another there has their place here, or they come in by two tabs at once.
        link = session.get(ProviderLink, (word.issuer, word.subject))
        if link is None or link.user_id != person.id:
            raise NotLetIn(setting.name, "known as another", person) from None
        return
    if is_first:
        person.away_since = None
    staff_record.record(session, person, StaffChangeKind.PROVIDER, person)
