"""Do wrong passwords lock an address, until somebody releases it?"""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from inbox import admission, guessing, staffing
from inbox.guessing import MOST, Locked
from inbox.models import User, WrongPassword
from inbox.runtime import Runtime
from inbox.sign_in import WrongSignIn
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make


@pytest.fixture
def ana(make: Make) -> User:
    return make.user("Ana Lopez", email="ana@example.org")


def _fail(runtime: Runtime, times: int, email: str = "ana@example.org") -> None:
    for _ in range(times):
        with pytest.raises(WrongSignIn):
            admission.admit(runtime, email, "not it at all")


def test_after_five_wrong_passwords_not_even_the_right_one_lets_in(
    runtime: Runtime, ana: User
) -> None:
    _fail(runtime, MOST)

    with pytest.raises(Locked, match="administrator"):
        admission.admit(runtime, " Ana@Example.org", PASSWORD)


def test_the_right_password_makes_the_wrong_ones_forgotten(runtime: Runtime, ana: User) -> None:
    for _ in range(2):
        _fail(runtime, MOST - 1)
        assert admission.admit(runtime, ana.email, PASSWORD).id == ana.id


def test_the_last_try_may_still_be_the_right_one(runtime: Runtime, ana: User) -> None:
    _fail(runtime, MOST - 1)

    admission.admit(runtime, ana.email, PASSWORD)

    _fail(runtime, MOST - 1)
    assert admission.admit(runtime, ana.email, PASSWORD).id == ana.id


def test_only_tries_within_fifteen_minutes_count(
    runtime: Runtime, ana: User, clock: SetClock
) -> None:
    _fail(runtime, MOST - 1)
    clock.advance(minutes=15, seconds=1)
    _fail(runtime, MOST - 1)

    assert admission.admit(runtime, ana.email, PASSWORD).id == ana.id


def test_a_lock_does_not_end_by_itself_and_an_administrator_releases_it(
    runtime: Runtime, ana: User, clock: SetClock
) -> None:
    _fail(runtime, MOST)
    clock.advance(days=30)
    with pytest.raises(Locked):
        admission.admit(runtime, ana.email, PASSWORD)

    with runtime.writing() as session:
        person = session.get_one(User, ana.id)
        assert guessing.locked(session, [person]) == {ana.id}
        staffing.release(session, ana.id, by=person)

    assert admission.admit(runtime, ana.email, PASSWORD).id == ana.id


def test_a_lock_does_not_tell_who_works_here(runtime: Runtime) -> None:
    _fail(runtime, MOST, "nobody@example.org")

    with pytest.raises(Locked):
        admission.admit(runtime, "nobody@example.org", "anything")


def test_what_strangers_tried_is_forgotten_after_a_day(
    runtime: Runtime, ana: User, clock: SetClock
) -> None:
    _fail(runtime, MOST, "nobody@example.org")
    _fail(runtime, MOST, ana.email)
    clock.advance(days=1, seconds=1)
    _fail(runtime, 1, "somebody@example.org")

    with runtime.reading() as session:
        locked = select(func.count()).where(WrongPassword.locked_at.is_not(None))
        assert session.scalar(locked) == 1
        old = WrongPassword.last_at < clock.now(), WrongPassword.locked_at.is_(None)
        assert session.scalar(select(func.count()).where(*old)) == 0


def test_whoever_comes_in_was_last_seen_then(runtime: Runtime, ana: User, clock: SetClock) -> None:
    admission.admit(runtime, ana.email, PASSWORD)

    with runtime.reading() as session:
        assert session.get_one(User, ana.id).last_signed_in_at == clock.now()
