"""Does an administrator make roles in the browser, and is what they allow plain to see?"""

from __future__ import annotations

import re
from http import HTTPStatus

import pytest
from sqlalchemy import select

from inbox import permissions, staffing
from inbox.models import CustomRole, Role, User
from inbox.permissions import Permission
from inbox.roles import wording
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

NIGHT = {"name": "Night desk", "purpose": "Answers at night.", "allows": ["reply", "lead"]}
HOSTILE = "<b>Night</b> desk"


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()


def _only(runtime: Runtime) -> CustomRole:
    with runtime.reading() as session:
        return session.scalars(select(CustomRole)).one()


def _cells(page: str, permission: Permission) -> list[str]:
    """Return what the row of a permission says, role by role."""
    _before, _name, after = page.partition(f">{wording.ALLOWS[permission]}<")
    return re.findall(r'<span class="vh">(Yes|No)</span>', after.partition("</tr>")[0])


def test_another_role_ends_what_was_opened_as_what_they_were(
    make: Make, sign_in: SignIn, runtime: Runtime
) -> None:
    ana, lead = sign_in(make.user()), make.user("Alex Reyes", role=Role.ADMINISTRATOR)
    assert ana.get("/desk/open").status_code == HTTPStatus.OK

    with runtime.writing() as session:
        by = session.get_one(User, lead.id)
        staffing.give_role(session, ana.user.id, Role.VIEWER, by=by)

    assert ana.get("/desk/open").location.startswith("/sign-in")


def test_the_page_says_what_every_role_may_do(alex: Person) -> None:
    alex.post("/roles", **NIGHT)

    page = alex.get("/roles").text
    built_in = list(wording.NAMES)
    for one in Permission:
        expected = [one in permissions.OF_ROLES[role] for role in built_in]
        expected.append(one in {"reply", "handle", "read", "lead"})
        assert _cells(page, one) == ["Yes" if may else "No" for may in expected], one
    assert "Answers at night." in page
    assert "0 people have it" in page


def test_a_role_begins_as_a_copy_and_is_given_to_somebody(
    alex: Person, make: Make, runtime: Runtime, sign_in: SignIn
) -> None:
    form = alex.get("/roles/new?like=records").text
    chosen = set(re.findall(r'name="allows" value="(\w+)" checked', form))
    assert chosen == permissions.OF_ROLES[Role.RECORDS]
    alex.post("/roles", **NIGHT | {"allows": [*chosen - {"report"}]})
    role, ana = _only(runtime), make.user("Ana Lopez")

    alex.post(f"/people/{ana.id}/role", role=f"custom:{role.id}")

    page = alex.get("/people").text
    assert f'<option value="custom:{role.id}" selected>Night desk</option>' in page
    assert re.search("set what .*Ana Lopez.* does: Night desk", page)
    ana = sign_in(_now(runtime, ana)).user
    assert permissions.of(ana) == chosen - {"report"}


def test_what_its_people_opened_ends_when_it_allows_less(
    alex: Person, make: Make, runtime: Runtime, sign_in: SignIn
) -> None:
    alex.post("/roles", **NIGHT)
    role = _only(runtime)
    ana = sign_in(make.user("Ana Lopez", role=role))
    assert ana.get("/desk/open").status_code == HTTPStatus.OK

    alex.post(f"/roles/{role.id}", **NIGHT | {"allows": ["lead"]})

    assert ana.get("/desk/open").location.startswith("/sign-in")
    again = sign_in(_now(runtime, ana.user))
    with again.browser.session_transaction() as cookie:
        cookie["sign_in_number"] = _now(runtime, ana.user).sign_in_number
    assert again.get("/desk/open").status_code == HTTPStatus.FORBIDDEN
    assert again.get("/").location == "/teams"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "A role needs a name"),
        ({"name": "Supervisor"}, "There is a role “Supervisor” already"),
        ({"purpose": ""}, "what the role is for"),
        ({"allows": []}, "Choose what the role allows."),
        ({"allows": ["everything"]}, "Choose what the role allows."),
        ({"allows": ["connect", "reply"]}, "“Connect accounts” and “Send replies” cannot go"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    alex: Person, runtime: Runtime, wrong: dict[str, object], words: str
) -> None:
    answer = alex.post("/roles", **NIGHT | {"purpose": HOSTILE} | wrong)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.text
    assert HOSTILE not in answer.text
    with runtime.reading() as session:
        assert session.scalars(select(CustomRole)).all() == []


def test_one_that_somebody_has_stays_and_says_who(
    alex: Person, make: Make, runtime: Runtime
) -> None:
    alex.post("/roles", **NIGHT | {"name": HOSTILE})
    role = _only(runtime)
    ana = make.user("Ana Lopez", role=role)
    listed = alex.get("/roles").text
    assert "1 person has it" in listed
    assert HOSTILE not in listed

    refused = alex.post(f"/roles/{role.id}/archive")
    assert "Somebody has this role: Ana Lopez." in refused.text
    alex.post(f"/people/{ana.id}/role", role="senior")
    alex.post(f"/roles/{role.id}/archive")

    assert f"custom:{role.id}" not in alex.get("/people").text
    assert "Archived a role" in alex.get("/roles").text
    alex.post(f"/roles/{role.id}/archive/removal")
    assert f"custom:{role.id}" in alex.get("/people").text


def test_whoever_only_connects_accounts_says_nothing_about_people(
    make: Make, sign_in: SignIn
) -> None:
    kim = sign_in(make.user("Kim Ito", role=make.role(Permission.CONNECT))).proven()

    assert kim.get("/").location == "/accounts"
    assert kim.get("/subscribers").status_code == HTTPStatus.OK
    for path in ("/people", "/roles", "/tokens/everybody", "/use-notice"):
        assert kim.get(path).status_code == HTTPStatus.FORBIDDEN, path
    made = kim.post("/roles", **NIGHT)
    assert made.status_code == HTTPStatus.FORBIDDEN


def _now(runtime: Runtime, person: User) -> User:
    with runtime.reading() as session:
        return session.get_one(User, person.id)
