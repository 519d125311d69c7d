"""Does a stolen password alone let nobody in?"""

from __future__ import annotations

import json

import pyotp
import pytest

from inbox import admission, guessing, passkeys, recovery, resealing, second_step, staffing
from inbox.guessing import MOST, Locked
from inbox.models import Role, User
from inbox.passkeys import Site, UnusablePasskey, WrongPasskey
from inbox.runtime import Runtime
from inbox.second_step import AlreadySetUp, WrongCode
from inbox.staffing import ResetByAnother
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make

NO_PASSKEY = json.dumps(
    {
        "id": "YQ",
        "rawId": "YQ",
        "type": "public-key",
        "response": {
            "clientDataJSON": "bm8",
            "attestationObject": "bm8",
            "authenticatorData": "bm8",
            "signature": "bm8",
        },
    }
)


@pytest.fixture
def ana(make: Make) -> User:
    return make.user("Ana Lopez", email="ana@example.org")


def _secret(runtime: Runtime, person: User) -> str:
    with runtime.writing() as session:
        return second_step.begin(session, person)


def _code(runtime: Runtime, secret: str, seconds: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(runtime.clock.now().timestamp()) + seconds)


def _set_up(runtime: Runtime, person: User) -> tuple[str, list[str]]:
    secret = _secret(runtime, person)
    _, codes = admission.set_up_second(runtime, person.id, _code(runtime, secret))
    return secret, codes


def test_a_code_counts_once_and_half_a_minute_around(
    runtime: Runtime, ana: User, clock: SetClock
) -> None:
    secret, _ = _set_up(runtime, ana)
    with pytest.raises(WrongCode):
        admission.admit_second(runtime, ana.id, _code(runtime, secret))
    clock.advance(seconds=60)
    late, early = _code(runtime, secret, -60), _code(runtime, secret, 30)

    with pytest.raises(WrongCode):
        admission.admit_second(runtime, ana.id, late)
    assert admission.admit_second(runtime, ana.id, f" {early[:3]} {early[3:]} ").id == ana.id

    for used in (early, _code(runtime, secret)):
        with pytest.raises(WrongCode):
            admission.admit_second(runtime, ana.id, used)


def test_the_secret_is_long_and_sealed_and_stays_the_same_until_it_is_used(
    runtime: Runtime, ana: User
) -> None:
    secret = _secret(runtime, ana)

    assert len(secret) * 5 >= 112
    assert _secret(runtime, ana) == secret
    resealing.reseal(runtime)
    assert _secret(runtime, ana) == secret
    _set_up(runtime, ana)
    with pytest.raises(AlreadySetUp):
        _secret(runtime, ana)


def test_each_of_ten_recovery_codes_lets_in_once(runtime: Runtime, ana: User) -> None:
    _, codes = _set_up(runtime, ana)
    assert len(set(codes)) == recovery.MANY

    admission.admit_second(runtime, ana.id, codes[0].upper().replace("-", " "))

    with pytest.raises(WrongCode):
        admission.admit_second(runtime, ana.id, codes[0])
    with runtime.reading() as session:
        assert recovery.left(session, ana) == recovery.MANY - 1
    renewed = admission.renew_recovery(runtime, ana.id, codes[1])
    with pytest.raises(WrongCode):
        admission.admit_second(runtime, ana.id, codes[2])
    assert admission.admit_second(runtime, ana.id, renewed[0]).id == ana.id


def test_wrong_codes_lock_and_the_right_password_makes_none_forgotten(
    runtime: Runtime, ana: User
) -> None:
    _, codes = _set_up(runtime, ana)
    for _ in range(MOST):
        admission.admit(runtime, ana.email, PASSWORD)
        with pytest.raises(WrongCode):
            admission.admit_second(runtime, ana.id, "one of six")

    with pytest.raises(Locked):
        admission.admit_second(runtime, ana.id, codes[0])

    with runtime.writing() as session:
        person = session.get_one(User, ana.id)
        assert guessing.locked(session, [person]) == {ana.id}
        staffing.release(session, ana.id, by=person)
    assert admission.admit_second(runtime, ana.id, codes[0]).id == ana.id


def test_another_administrator_resets_it_and_ends_what_it_let_in(
    runtime: Runtime, make: Make, ana: User
) -> None:
    alex = make.user("Alex Reyes", role=Role.ADMINISTRATOR)
    _, codes = _set_up(runtime, ana)
    with runtime.writing() as session, pytest.raises(ResetByAnother):
        staffing.reset_second_step(session, alex.id, by=alex)

    with runtime.writing() as session:
        before = session.get_one(User, ana.id).sign_in_number
        staffing.reset_second_step(session, ana.id, by=alex)
        assert session.get_one(User, ana.id).sign_in_number > before

    with pytest.raises(WrongCode):
        admission.admit_second(runtime, ana.id, codes[0])
    with runtime.reading() as session:
        changes = [change.what.value for change in staffing.changes(session)]
    assert changes == ["second_step_reset", "second_step"]
    _set_up(runtime, ana)


def test_a_passkey_that_was_not_asked_for_or_is_no_passkey_is_refused(
    runtime: Runtime, ana: User
) -> None:
    site = Site(name="desk.example", origin="https://desk.example")
    answers = ("", "{}", "null", NO_PASSKEY)

    for answer in answers:
        with runtime.writing() as session:
            passkeys.ask_for_new(session, ana, site)
        with pytest.raises(UnusablePasskey):
            admission.add_passkey(runtime, ana.id, site, answer=answer, name="x")
        with pytest.raises(WrongPasskey):
            admission.admit_passkey(runtime, ana.id, site, answer)

    with pytest.raises(WrongPasskey):
        admission.admit_passkey(runtime, ana.id, site, NO_PASSKEY)
    with pytest.raises(Locked):
        admission.admit_passkey(runtime, ana.id, site, NO_PASSKEY)
