"""Can a department make its teams, and say who is in them, in the browser?"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from sqlalchemy import select

from inbox import people, rota
from inbox.audit.what import What
from inbox.models import AuditEvent, Conversation, Role, Team, User
from inbox.permissions import Permission
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn


@pytest.fixture
def rosa(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Rosa Diaz", role=Role.SUPERVISOR)).proven()


@pytest.fixture
def admin(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Kim", role=Role.ADMINISTRATOR)).proven()


def _team(runtime: Runtime, name: str) -> Team:
    with runtime.reading() as session:
        return session.scalars(select(Team).where(Team.name == name)).one()


def _members(runtime: Runtime, team: Team) -> list[str]:
    with runtime.reading() as session:
        return sorted(one.user.name for one in rota.places(session).get(team.id, []))


def test_an_administrator_makes_a_team_and_says_who_is_in_it(
    admin: Person, ana: Person, ben: Person, runtime: Runtime
) -> None:
    assert "There are no teams yet" in admin.get("/teams").text

    admin.post("/teams", name="  Night   desk ")
    team = _team(runtime, "Night desk")
    admin.post(f"/teams/{team.id}", name="Late desk", member=[ana.user.id, ben.user.id])

    assert _members(runtime, team) == ["Ana Lopez", "Ben Ortiz"]
    page = admin.get("/teams").text
    assert "Late desk" in page
    assert "Night desk" not in page.partition("<main")[2].partition('id="team-new"')[0]
    admin.post(f"/teams/{team.id}", name="Late desk", member=ben.user.id)
    assert _members(runtime, team) == ["Ben Ortiz"]


def test_whoever_stays_keeps_their_turn_and_the_log_names_who_came_and_went(
    rosa: Person, ana: Person, ben: Person, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        team = people.team_of(session, "Records", [session.get_one(User, ana.user.id)])
        rota.took_a_turn(session, team.id, ana.user.id)

    rosa.post(f"/teams/{team.id}", name="Records", member=[ana.user.id, ben.user.id])
    rosa.post(f"/teams/{team.id}", name="Records", member=ana.user.id)

    with runtime.reading() as session:
        (place,) = rota.places(session)[team.id]
        asked = select(AuditEvent).where(AuditEvent.what == What.TEAM_MEMBERS.value)
        kept = [one.detail for one in session.scalars(asked.order_by(AuditEvent.id))]
    assert place.last_turn == 1
    assert f'"joined":[{ben.user.id}]' in kept[0]
    assert f'"left":[{ben.user.id}]' in kept[1]


def test_joining_a_limited_team_gives_back_what_it_does_not_reach(
    rosa: Person, ana: Person, make: Make, runtime: Runtime
) -> None:
    here, there = make.account(), make.account()
    mine, beyond = make.conversation(here), make.conversation(there)
    for one in (mine, beyond):
        ana.post(f"/conversations/{one.id}/assignment")
    rosa.post("/teams", name="Events")
    team = _team(runtime, "Events")
    rosa.post(f"/teams/{team.id}/reach", reach="some", account=here.id)

    rosa.post(f"/teams/{team.id}", name="Events", member=ana.user.id)

    assert ana.get(f"/desk/open/{beyond.id}").status_code == HTTPStatus.NOT_FOUND
    with runtime.reading() as session:
        assert session.get_one(Conversation, mine.id).assignee_id == ana.user.id
        assert session.get_one(Conversation, beyond.id).assignee_id is None

    rosa.post(f"/teams/{team.id}", name="Events")
    assert ana.get(f"/desk/open/{beyond.id}").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("   ", "A team needs a name of 1 to 80 characters."),
        ("x" * 81, "A team needs a name of 1 to 80 characters."),
        ("night\0desk", "A team needs a name of 1 to 80 characters."),
        ("RECORDS", "There is a team “RECORDS” already. Choose another name."),
    ],
)
def test_a_name_that_cannot_be_kept_comes_back_with_the_reason(
    rosa: Person, runtime: Runtime, name: str, sentence: str
) -> None:
    rosa.post("/teams", name="Records")
    rosa.post("/teams", name="Patrol")
    patrol = _team(runtime, "Patrol")

    for path in ("/teams", f"/teams/{patrol.id}"):
        refused = rosa.post(path, name=name)
        assert refused.status_code in (HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY)
        assert sentence in refused.text
    assert _team(runtime, "Patrol").id == patrol.id


def test_nobody_joins_who_handles_no_conversations(
    rosa: Person, make: Make, runtime: Runtime
) -> None:
    watcher = make.user("Wanda Reed", role=Role.VIEWER)
    rosa.post("/teams", name="Records")
    team = _team(runtime, "Records")

    refused = rosa.post(f"/teams/{team.id}", name="Renamed", member=watcher.id)
    nobody = rosa.post(f"/teams/{team.id}", name="Renamed", member=999)

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Wanda Reed does not handle conversations" in refused.text
    assert nobody.status_code == HTTPStatus.NOT_FOUND
    assert _members(runtime, _team(runtime, "Records")) == []


def test_staff_make_no_teams(
    ana: Person, rosa: Person, make: Make, sign_in: SignIn, runtime: Runtime
) -> None:
    rosa.post("/teams", name="Records")
    team = _team(runtime, "Records")
    reader = sign_in(make.user("Lee Park", role=make.role(Permission.READ)))

    for person in (ana, reader):
        assert person.post("/teams", name="Mine").status_code == HTTPStatus.FORBIDDEN
        changed = person.post(f"/teams/{team.id}", name="Mine", member=person.user.id)
        assert changed.status_code == HTTPStatus.FORBIDDEN
        assert "Make a team" not in person.get("/teams").text
