"""Can a supervisor say in the browser when a team is at the desk?"""

from __future__ import annotations

from http import HTTPStatus

import pytest

from inbox import people
from inbox.models import Role, Team, User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

WEEK = {
    "open": "week",
    "time_zone": "America/Denver",
    "day-0": "8-12, 13-17",
    "day-5": "22-6",
    "holidays_of": "us-co",
    "exceptions": "2026-12-24 08:00-12:00 Eve <b>",
}


@pytest.fixture
def rosa(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Rosa Diaz", role=Role.SUPERVISOR)).proven()


@pytest.fixture
def team(ana: Person, runtime: Runtime) -> Team:
    with runtime.writing() as session:
        return people.team_of(session, "Records <b>", [session.get_one(User, ana.user.id)])


def test_a_team_without_hours_is_said_to_be_always_open(ana: Person, team: Team) -> None:
    page = ana.get("/hours").text

    assert "This team has no hours, so every hour counts as staffed." in page
    assert f'action="/hours/{team.id}"' not in page


def test_hours_are_written_on_the_page_and_everybody_reads_them(
    rosa: Person, ana: Person, team: Team
) -> None:
    answer = rosa.post(f"/hours/{team.id}", **WEEK)
    assert answer.status_code == HTTPStatus.SEE_OTHER

    page = ana.get("/hours").text
    assert '<dt>Monday</dt><dd class="num">08:00-12:00, 13:00-17:00</dd>' in page
    assert '<dt>Saturday</dt><dd class="num">22:00-06:00</dd>' in page
    assert '<dt>Sunday</dt><dd class="num">Closed</dd>' in page
    assert "Closed on holidays of US-CO" in page
    assert "Eve &lt;b&gt;" in page
    assert "What is urgent counts these hours too." in page

    days = {"first": "2026-11-01", "last": "2026-11-27"}
    refused = rosa.post(f"/hours/{team.id}/remeasuring", **days, reason="")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    rosa.post(f"/hours/{team.id}/remeasuring", **days, reason="Forgot <b>")
    page = ana.get("/hours").text
    assert "measured 0 waits" in page
    assert "Forgot &lt;b&gt;" in page
    assert "remeasuring" not in page

    rosa.post(f"/hours/{team.id}", open="always")
    page = ana.get("/hours").text
    assert "Every hour counts as staffed." in page
    assert "1 earlier version is kept." in page


def test_what_cannot_be_read_is_said_and_what_was_written_stays(rosa: Person, team: Team) -> None:
    answer = rosa.post(f"/hours/{team.id}", **{**WEEK, "day-0": "8 to <b>5"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“8 to &lt;b&gt;5” cannot be read as opening times." in answer.text
    assert 'value="8 to &lt;b&gt;5"' in answer.text
    assert "This team has no hours" in answer.text


def test_staff_cannot_change_them_whatever_they_send(ana: Person, team: Team) -> None:
    answer = ana.post(f"/hours/{team.id}", **WEEK)

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "This team has no hours" in ana.get("/hours").text
