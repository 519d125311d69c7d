"""Which hours does a team keep, and can what it kept be changed?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from inbox import people
from inbox.errors import HearbackError
from inbox.hours import keeping
from inbox.hours.keeping import Wanted
from inbox.models import HoursVersion, Role, Team, User
from inbox.runtime import Runtime
from inbox.teams import NotYours
from tests.clocks import SetClock
from tests.factories.making import Make

OFFICE = ("8-17",) * 5 + ("", "")


@pytest.fixture
def rosa(make: Make) -> User:
    return make.user("Rosa Diaz", role=Role.SUPERVISOR)


@pytest.fixture
def desk(runtime: Runtime, rosa: User) -> Team:
    with runtime.writing() as session:
        return people.team_of(session, "Public information", [rosa])


def _wanted(**given: Any) -> Wanted:
    usual = {"is_always_open": False, "time_zone": "America/Denver", "week": OFFICE}
    return Wanted(**{**usual, **given})


def _kept(runtime: Runtime, team: Team, by: User, **given: Any) -> HoursVersion:
    with runtime.writing() as session:
        return keeping.change(session, team.id, _wanted(**given), by=by)


def test_a_change_makes_a_new_version_and_the_one_before_stays(
    runtime: Runtime, desk: Team, rosa: User, clock: SetClock
) -> None:
    first = _kept(runtime, desk, rosa)
    clock.advance(hours=1)
    second = _kept(runtime, desk, rosa, week=("10-12",) * 7)

    with runtime.reading() as session:
        newest, before = keeping.history(session)[desk.id]
    assert (newest.id, before.id) == (second.id, first.id)
    assert (newest.week[6], before.week[6], before.week[0]) == ("10:00-12:00", "", "08:00-17:00")


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_kept(
    runtime: Runtime, desk: Team, rosa: User, verb: str
) -> None:
    _kept(runtime, desk, rosa)
    rewrite = (
        update(HoursVersion).values(time_zone="UTC") if verb == "update" else delete(HoursVersion)
    )

    with pytest.raises(DatabaseError, match="append-only"), runtime.writing() as session:
        session.execute(rewrite)


def test_holidays_are_kept_by_their_dates_and_exceptions_go_before_them(
    runtime: Runtime, desk: Team, rosa: User
) -> None:
    exceptions = "2026-12-25 10:00-12:00 Open house\n2026-12-31\n"
    kept = _kept(runtime, desk, rosa, holidays_of="us-co", exceptions=exceptions)

    assert kept.holidays["2026-11-26"] == "Thanksgiving Day"
    hours = keeping.of(kept)
    assert hours is not None
    assert hours.on(date(2026, 11, 26)) == ()
    assert [(one.opens, one.closes) for one in hours.on(date(2026, 12, 25))] == [(600, 720)]
    assert hours.on(date(2026, 12, 31)) == ()
    assert kept.exceptions[0] == ["2026-12-25", "10:00-12:00", "Open house"]


def test_what_was_kept_can_be_written_again_as_it_is(
    runtime: Runtime, desk: Team, rosa: User
) -> None:
    kept = _kept(runtime, desk, rosa, holidays_of="US", exceptions="2026-12-31\n2027-01-02 9-10 x")

    wanted = keeping.written([kept])

    assert wanted is not None
    with runtime.writing() as session:
        again = keeping.change(session, desk.id, wanted, by=rosa)
    assert (again.week, again.exceptions, again.holidays) == (
        kept.week,
        kept.exceptions,
        kept.holidays,
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"week": ("",) * 7}, "open at some time"),
        ({"week": ("25-26",) + ("",) * 6}, "“25-26”"),
        ({"week": ("8 to 5",) + ("",) * 6}, "8 to 5"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"holidays_of": "Atlantis"}, "Atlantis"),
        ({"holidays_of": "US-QQ"}, "US-QQ"),
        ({"exceptions": "tomorrow"}, "“tomorrow”"),
        ({"exceptions": "\n".join(["2026-12-31"] * 201)}, "200"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    runtime: Runtime, desk: Team, rosa: User, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(HearbackError, match=says):
        _kept(runtime, desk, rosa, **wrong)


def test_staff_do_not_set_the_hours_they_are_measured_by(
    runtime: Runtime, desk: Team, make: Make
) -> None:
    with pytest.raises(NotYours):
        _kept(runtime, desk, make.user())
