"""Are sign-ins that come too quickly held off for a moment, by name and by network?"""

from __future__ import annotations

import pytest

from inbox import admission
from inbox.audit import origin
from inbox.audit.origin import Means, Origin
from inbox.guessing import Locked
from inbox.runtime import Runtime
from inbox.sign_in import WrongSignIn
from inbox.sign_in_pace import OF_NAME, OF_NETWORK, TooFast
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make

WRONG = "not the password"
HERE, THERE = "192.0.2.7", "198.51.100.9"


def _try(runtime: Runtime, email: str, password: str = WRONG, at: str = HERE) -> None:
    with origin.given(Origin(means=Means.BROWSER, address=at)):
        admission.admit(runtime, email, password)


def _spray(runtime: Runtime, at: str = HERE) -> None:
    for number in range(OF_NETWORK.most):
        with pytest.raises(WrongSignIn):
            _try(runtime, f"person{number}@nowhere.example", at=at)


def test_a_network_that_tries_many_names_pauses_and_is_told_how_long(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana = make.user()
    _spray(runtime)
    clock.advance(minutes=4)

    with pytest.raises(TooFast, match=r"Try again in 60 seconds"):
        _try(runtime, ana.email, PASSWORD)

    clock.advance(minutes=1, seconds=1)
    _try(runtime, ana.email, PASSWORD)


def test_nobody_elsewhere_pauses(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    _spray(runtime)

    _try(runtime, ana.email, PASSWORD, at=THERE)


def test_all_addresses_of_one_house_are_one_network(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    _spray(runtime, at="2001:db8:1:2::1")

    with pytest.raises(TooFast):
        _try(runtime, ana.email, PASSWORD, at="2001:db8:1:2:3:4:5:6")
    _try(runtime, ana.email, PASSWORD, at="2001:db8:1:3::1")


def test_a_shift_that_signs_in_at_one_moment_does_not_pause(make: Make, runtime: Runtime) -> None:
    for person in [make.user() for _ in range(OF_NETWORK.most + 5)]:
        _try(runtime, person.email, PASSWORD)


def test_one_name_is_tried_so_often_a_minute_and_not_locked_by_it(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana = make.user()
    for _ in range(OF_NAME.most):
        _try(runtime, ana.email, PASSWORD)
    with pytest.raises(TooFast):
        _try(runtime, f" {ana.email.upper()}", PASSWORD)

    clock.advance(minutes=1, seconds=1)

    _try(runtime, ana.email, PASSWORD)


def test_a_pause_locks_no_name(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana = make.user()
    _spray(runtime)
    for _ in range(6):
        with pytest.raises(TooFast):
            _try(runtime, ana.email)

    clock.advance(minutes=5, seconds=1)

    _try(runtime, ana.email, PASSWORD)


def test_the_lock_of_five_stands_beside_it(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana = make.user()
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            _try(runtime, ana.email)
    clock.advance(hours=1)

    with pytest.raises(Locked, match="An administrator can release it"):
        _try(runtime, ana.email, PASSWORD)
