"""How does somebody come in who says that they work here?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from inbox import (
    clock,
    guessing,
    passkeys,
    people,
    recovery,
    second_step,
    sign_in,
    sign_in_pace,
    staffing,
)
from inbox.audit import origin, recording, strangers
from inbox.audit.recording import NOTHING, On
from inbox.audit.what import What
from inbox.guessing import Locked, Tried
from inbox.models import User
from inbox.passkeys import Site, WrongPasskey
from inbox.people import NoSuchPerson
from inbox.runtime import Runtime
from inbox.second_step import WrongCode
from inbox.sign_in import WrongSignIn


def admit(runtime: Runtime, email: str, password: str) -> User:
    """Return whose address and password these are. Raises Locked or WrongSignIn.

    Whoever has set up a second step is not in yet. Judging a password takes a tenth of a
    second, and holds up no writer.
    """
    with _failures_kept(runtime, email, Tried.PASSWORD), sign_in_pace.kept(runtime, email):
        with runtime.writing() as session:
            guessing.begin(session, email)
        with runtime.reading() as session:
            known = sign_in.authenticate(session, email, password)
    with runtime.writing() as session:
        guessing.forget(session, email)
        person = session.get_one(User, known.id)
        if not second_step.is_set_up(session, person):
            came_in(session, person)
    return person


def admit_second(runtime: Runtime, user_id: int, code: str) -> User:
    """Return who is in now, by a code after the password. Raises Locked or WrongCode."""
    with _counted(runtime, user_id), runtime.writing() as session:
        person = people.find(session, user_id)
        second_step.accept(session, person, code)
        guessing.forget(session, person.email, Tried.CODE)
        came_in(session, person)
    return person


def set_up_second(runtime: Runtime, user_id: int, code: str) -> tuple[User, list[str]]:
    """Take an authenticator into use by its first code, and return the recovery codes.

    Raises AlreadySetUp, Locked or WrongCode.
    """
    with _counted(runtime, user_id), runtime.writing() as session:
        person = people.find(session, user_id)
        codes = second_step.confirm(session, person, code)
        guessing.forget(session, person.email, Tried.CODE)
        staffing.note_second_step(session, person)
        came_in(session, person)
    return person, codes


def admit_passkey(
    runtime: Runtime, user_id: int, site: Site, answer: str, *, stands_alone: bool = False
) -> User:
    """Return who is in now, by a passkey after the password, or by that alone.

    Raises Locked or WrongPasskey.
    """
    with _counted(runtime, user_id), runtime.writing() as session:
        person = people.find(session, user_id)
        passkeys.prove(session, person, site, answer, stands_alone=stands_alone)
        guessing.forget(session, person.email, Tried.CODE)
        came_in(session, person)
    return person


def add_passkey(
    runtime: Runtime, user_id: int, site: Site, *, answer: str, name: str
) -> tuple[User, list[str]]:
    """Keep a passkey; with somebody's first second step come recovery codes.

    That one ends every sign-in without it. Raises UnusablePasskey.
    """
    with runtime.writing() as session:
        person = people.find(session, user_id)
        is_first = not second_step.is_set_up(session, person)
        made = passkeys.add(session, person, site, answer=answer, name=name)
        staffing.note_passkey(session, person, made)
        if not is_first:
            return person, []
        person.sign_in_number += 1
        came_in(session, person)
        return person, recovery.issue(session, person)


def renew_recovery(runtime: Runtime, user_id: int, code: str) -> list[str]:
    """Return ten recovery codes in place of those before. Raises Locked or WrongCode."""
    with _counted(runtime, user_id), runtime.writing() as session:
        person = people.find(session, user_id)
        second_step.accept(session, person, code)
        guessing.forget(session, person.email, Tried.CODE)
        staffing.note_recovery_codes(session, person)
        return recovery.issue(session, person)


def came_in(session: Session, person: User) -> None:
    """Note that somebody has come all the way in."""
    person.last_signed_in_at = clock.now(session)


@contextmanager
def _counted(runtime: Runtime, user_id: int) -> Iterator[None]:
    with runtime.reading() as session:
        email = people.find(session, user_id).email
    with _failures_kept(runtime, email, Tried.CODE):
        with runtime.writing() as session:
            guessing.begin(session, email, Tried.CODE)
        yield


@contextmanager
def _failures_kept(runtime: Runtime, email: str, tried: Tried) -> Iterator[None]:
    try:
        yield
    except (WrongSignIn, WrongCode, WrongPasskey):
        with runtime.writing() as session:
            _fail(session, What.SIGN_IN_FAILED, email, tried)
            if guessing.is_locked(session, email, tried):
                _fail(session, What.SIGN_IN_LOCKED, email, tried)
        raise
    except Locked:
        with runtime.writing() as session:
            if not _was_a_stranger_refused(session):
                _fail(session, What.SIGN_IN_FAILED, email, tried)
        raise


# Nothing is judged behind a lock, so that whoever goes on would fill the log quickly.
def _was_a_stranger_refused(session: Session) -> bool:
    here = origin.current()
    is_known = here.user is not None
    return not is_known and strangers.was_refused(session, What.SIGN_IN_FAILED, here.address)


def _fail(session: Session, what: What, email: str, tried: Tried) -> None:
    # What is no address may be a password, typed into the wrong field.
    who = email.strip().lower() if "@" in email else ""
    detail = {"tried": tried.name.lower()}
    recording.fail(session, what, who=who, on=_claimed(session, email), detail=detail)


def _claimed(session: Session, email: str) -> On:
    try:
        person = people.by_email(session, email)
    except NoSuchPerson:
        return NOTHING
    return On("user", person.id, person.name)
