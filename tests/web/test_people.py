"""Does an administrator decide in the browser who works here, at once and on the record?"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from inbox import disabling, guessing, scheduling
from inbox.disabling import LastAdministrator
from inbox.models import Role, User
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.web import one_app
from tests.web.conftest import Person, SignIn

if TYPE_CHECKING:
    from tests.databases import Database

NEW = {
    "name": "Bo <b>",
    "email": "bo@example.org",
    "role": "records",
}


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()


def _try(app: Flask, email: str, password: str) -> HTTPStatus:
    given = {"email": email, "password": password}
    return HTTPStatus(app.test_client().post("/sign-in", data=given).status_code)


def _state(runtime: Runtime, user: User) -> User:
    with runtime.reading() as session:
        return session.get_one(User, user.id)


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_it_is_for_administrators_alone(make: Make, sign_in: SignIn, role: Role) -> None:
    somebody = sign_in(make.user(role=role))

    assert somebody.get("/people").status_code == HTTPStatus.FORBIDDEN
    assert somebody.post("/people", **NEW).status_code == HTTPStatus.FORBIDDEN
    assert 'href="/people"' not in somebody.get("/desk/open").text


def test_somebody_invited_is_listed_with_what_they_do(alex: Person) -> None:
    assert 'href="/people"' in alex.get("/accounts").text
    alex.post("/people", **NEW)

    page = alex.get("/people").text
    assert "Bo &lt;b&gt;" in page
    assert "Never signed in" in page
    assert "Invited; the link is good until" in page
    assert "Records officer" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"role": "chief"}, "one of the roles"),
        ({"ends_at": "2026-11-22T08:00"}, "This moment has passed"),
        ({"ends_at": "soon"}, "Choose a day and a time"),
        ({"email": "nowhere"}, "work e-mail address"),
        ({"name": "  "}, "Give a name"),
        ({"email": "taken@example.org"}, "signs in with taken@example.org already"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    alex: Person, make: Make, wrong: dict[str, str], words: str
) -> None:
    make.user(email="taken@example.org")

    answer = alex.post("/people", **NEW | wrong)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.text
    assert f'value="{(NEW | wrong)["email"]}"' in answer.text
    assert "Never signed in" in answer.text
    assert "Bo &lt;b&gt;</bdi>" not in answer.text


def test_whoever_is_disabled_is_out_at_once_and_can_come_back(
    app: Flask, alex: Person, ana: Person
) -> None:
    assert ana.get("/desk/open").status_code == HTTPStatus.OK

    alex.post(f"/people/{ana.user.id}/disabling")

    assert ana.get("/desk/open").location.startswith("/sign-in")
    assert _try(app, ana.user.email, PASSWORD) == HTTPStatus.UNPROCESSABLE_ENTITY
    alex.post(f"/people/{ana.user.id}/disabling/removal")
    assert ana.get("/desk/open").location.startswith("/sign-in")
    assert _try(app, ana.user.email, PASSWORD) == HTTPStatus.SEE_OTHER


def test_a_lock_is_shown_and_released(app: Flask, alex: Person, ana: Person) -> None:
    for _ in range(guessing.MOST):
        _try(app, ana.user.email, "not it at all")
    refused = app.test_client().post(
        "/sign-in", data={"email": ana.user.email, "password": PASSWORD}
    )
    assert "locked after 5 wrong passwords" in refused.text
    release = f"/people/{ana.user.id}/lock/removal"
    assert release in alex.get("/people").text

    alex.post(release)

    page = alex.get("/people").text
    assert release not in page
    assert "locked for wrong passwords" in page
    assert _try(app, ana.user.email, PASSWORD) == HTTPStatus.SEE_OTHER


def test_the_last_administrator_stays_one(
    alex: Person, make: Make, runtime: Runtime, sign_in: SignIn
) -> None:
    kim = sign_in(make.user("Kim Ito", role=Role.ADMINISTRATOR)).proven()
    own = alex.post(f"/people/{alex.user.id}/role", role="senior")
    disabled = alex.post(f"/people/{alex.user.id}/disabling")
    assert "cannot give yourself another role" in own.text
    assert "cannot disable yourself" in disabled.text

    kim.post(f"/people/{alex.user.id}/role", role="senior")
    with runtime.writing() as session, pytest.raises(LastAdministrator):
        disabling.disable(session, kim.user.id, by=session.get_one(User, alex.user.id))

    assert _state(runtime, alex.user).role is Role.SENIOR
    assert _state(runtime, kim.user).is_active


def test_a_role_that_does_not_exist_changes_nothing(
    alex: Person, make: Make, runtime: Runtime
) -> None:
    lead = make.user("Kim Ito", role=Role.SUPERVISOR)

    refused = alex.post(f"/people/{lead.id}/role", role="chief")

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "one of the roles" in refused.text
    assert _state(runtime, lead).role is Role.SUPERVISOR


def test_a_change_of_others_does_not_lengthen_ones_own_sign_in(alex: Person, ana: Person) -> None:
    other = alex.post(f"/people/{ana.user.id}/role", role="supervisor")
    own = alex.post(f"/people/{alex.user.id}/sign-ins/removal")

    assert "Set-Cookie" not in other.headers
    assert "Set-Cookie" in own.headers
    assert alex.get("/people").status_code == HTTPStatus.OK


def test_one_signs_oneself_out_everywhere_also_where_it_is_locked(
    app: Flask, ana: Person, sign_in: SignIn, alex: Person
) -> None:
    elsewhere, locked = sign_in(ana.user), app.test_client()
    locked.post("/sign-in", data={"email": ana.user.email, "password": PASSWORD})
    assert 'action="/sign-out/everywhere"' in ana.get("/security").text
    locked.post("/lock")

    assert locked.post("/sign-out/everywhere").location == "/sign-in"

    assert ana.get("/desk/open").location.startswith("/sign-in")
    assert elsewhere.get("/desk/open").location.startswith("/sign-in")
    assert "signed themselves out everywhere" in alex.get("/people").text
    assert app.test_client().post("/sign-out/everywhere").location == "/sign-in"


def test_an_access_for_an_incident_is_shown_and_prolonged(
    app: Flask, alex: Person, ana: Person, clock: SetClock, runtime: Runtime
) -> None:
    path = f"/people/{ana.user.id}/access-end"
    alex.post(path, ends_at="2026-11-24T15:30")
    assert "Access ends" in alex.get("/people").text
    assert "Prolong it now" not in alex.get("/people").text
    assert 'value="2026-11-24T15:30"' in alex.get("/people").text
    assert "Your access ends" not in ana.get("/desk/open").text

    clock.advance(hours=24)
    assert "Prolong it now" in alex.get("/people").text
    assert "Your access ends" in ana.get("/desk/open").text
    clock.advance(hours=1, minutes=30)
    scheduling.disable_who_is_due(runtime)

    page = alex.get("/people").text
    assert "Their access ended" in page
    assert f'action="/people/{ana.user.id}/disabling/removal"' not in page
    assert "The desk itself" in page
    refused = alex.post(f"/people/{ana.user.id}/disabling/removal")
    assert "Say until when it lasts now" in refused.text
    assert _try(app, ana.user.email, PASSWORD) == HTTPStatus.UNPROCESSABLE_ENTITY
    alex.post(path, ends_at="2026-11-26T08:00")
    assert _try(app, ana.user.email, PASSWORD) == HTTPStatus.SEE_OTHER
    alex.post(path, ends_at="")
    assert not _state(runtime, ana.user).access_ends_at


def test_the_end_of_an_access_is_meant_in_the_departments_time(
    committed_database: Database, alex: Person, ana: Person, clock: SetClock, tmp_path: Path
) -> None:
    there = houses.runtime(
        committed_database.engine, tmp_path, clock, HEARBACK_TIME_ZONE="America/Denver"
    )
    by = Person(one_app.over(there), alex.user).proven()

    by.post(f"/people/{ana.user.id}/access-end", ends_at="2026-11-24T15:30")

    ends_at = _state(there, ana.user).access_ends_at
    assert ends_at == datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    assert 'value="2026-11-24T15:30"' in by.get("/people").text
    assert "America/Denver" in by.get("/people").text
    there.redis.close()


def test_who_did_not_come_for_ninety_days_is_shown_with_the_reason_and_let_in_by_a_click(
    app: Flask, alex: Person, ana: Person, clock: SetClock, runtime: Runtime
) -> None:
    clock.advance(days=90)
    assert _try(app, alex.user.email, PASSWORD) == HTTPStatus.SEE_OTHER
    scheduling.disable_who_is_due(runtime)

    page = alex.get("/people").text
    assert "Did not come for too long" in page
    assert "who did not come for 90 days" in page
    assert "Last here" in page
    assert _try(app, ana.user.email, PASSWORD) == HTTPStatus.UNPROCESSABLE_ENTITY
    alex.post(f"/people/{ana.user.id}/disabling/removal")
    assert _try(app, ana.user.email, PASSWORD) == HTTPStatus.SEE_OTHER


def test_signing_somebody_out_everywhere_leaves_their_password(
    app: Flask, alex: Person, ana: Person
) -> None:
    alex.post(f"/people/{ana.user.id}/sign-ins/removal")

    assert ana.get("/desk/open").location.startswith("/sign-in")
    assert _try(app, ana.user.email, PASSWORD) == HTTPStatus.SEE_OTHER


def test_one_changes_ones_own_password_and_stays_where_one_is(
    app: Flask, ana: Person, sign_in: SignIn
) -> None:
    elsewhere = sign_in(ana.user)

    wrong = ana.post("/password", present="not it at all", password="another four words")
    short = ana.post("/password", present=PASSWORD, password="short")
    assert "not your present password" in wrong.text
    assert "8 characters" in short.text
    done = ana.post("/password", present=PASSWORD, password="another four words")

    assert done.status_code == HTTPStatus.SEE_OTHER
    assert ana.get("/desk/open").status_code == HTTPStatus.OK
    assert elsewhere.get("/desk/open").location.startswith("/sign-in")
    assert _try(app, ana.user.email, "another four words") == HTTPStatus.SEE_OTHER


def test_ones_present_password_cannot_be_guessed_either(ana: Person) -> None:
    for _ in range(guessing.MOST):
        ana.post("/password", present="not it at all", password="another four words")

    refused = ana.post("/password", present=PASSWORD, password="another four words")

    assert "locked after 5 wrong passwords" in refused.text
