"""Can a supervisor let a team assign in turn in the browser, and say who is away?"""

from __future__ import annotations

from http import HTTPStatus

import pytest

from inbox import people, scheduling, teams
from inbox.models import Role, Team, User
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn


@pytest.fixture
def rosa(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Rosa Diaz", role=Role.SUPERVISOR))


@pytest.fixture
def team(ana: Person, ben: Person, runtime: Runtime) -> Team:
    with runtime.writing() as session:
        members = [session.get_one(User, one.user.id) for one in (ana, ben)]
        return people.team_of(session, "Records <b>", members)


def test_a_supervisor_switches_it_on_and_the_record_names_the_rule(
    rosa: Person, ana: Person, team: Team, make: Make, runtime: Runtime
) -> None:
    own = {f"capacity-{ana.user.id}": "3"}
    rosa.post(f"/teams/{team.id}/turns", in_turn="on", capacity="2", **own)
    page = rosa.get("/teams").text
    assert "0 of 3 open" in page
    assert "0 of 2 open" in page
    assert "Assigns in turn, set" in page

    made = make.conversation()
    with runtime.writing() as session:
        teams.move(session, made.id, to=session.get_one(Team, team.id), by=rosa.user)
    scheduling.deal_what_waits(runtime)

    reading = ana.get(f"/desk/open/{made.id}").text
    assert "assigned Ana Lopez, whose turn it was in Records &lt;b&gt;" in reading
    assert "1 of 3 open" in ana.get("/teams").text


@pytest.mark.parametrize("wrong", ["", "0", "-1", "9" * 40, "٣", "2.5"])
def test_a_capacity_that_is_none_is_refused_in_words(rosa: Person, team: Team, wrong: str) -> None:
    answer = rosa.post(f"/teams/{team.id}/turns", in_turn="on", capacity=wrong)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "One member has room for 1 to 500 conversations at once." in answer.text


def test_staff_see_how_it_stands_and_change_nothing(ana: Person, ben: Person, team: Team) -> None:
    assert "/turns" not in ana.get("/teams").text

    switched = ana.post(f"/teams/{team.id}/turns", in_turn="on", capacity="2")
    sent = ana.post(f"/teams/members/{ben.user.id}/away")

    assert switched.status_code == sent.status_code == HTTPStatus.FORBIDDEN


def test_a_supervisor_says_that_somebody_is_away_and_back(
    rosa: Person, ana: Person, team: Team
) -> None:
    rosa.post(f"/teams/members/{ana.user.id}/away")
    assert "You are away." in ana.get("/desk/open").text
    assert "Mark back: Ana Lopez" in rosa.get("/teams").text

    rosa.post(f"/teams/members/{ana.user.id}/away/removal")
    assert "You are away." not in ana.get("/desk/open").text


def test_away_and_back_are_one_press_in_ones_own_menu(ana: Person) -> None:
    def menu() -> str:
        return ana.get("/desk/open").text.split('id="me"')[1].split("</header>")[0]

    assert "I am away" in menu()
    ana.post("/shift/away")
    assert "I am back" in menu()
    assert "I am away" not in menu()
