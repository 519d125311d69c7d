"""Does a second person decide in the browser what an administrator opens?"""

from __future__ import annotations

from http import HTTPStatus

import pytest
from sqlalchemy import select

from inbox import staffing, tokens
from inbox.models import Giving, Role, Subscriber, User
from inbox.runtime import Runtime
from inbox.subscribers import consent
from inbox.subscribers.consent import Consent
from tests.factories.making import Make
from tests.web.api.conftest import Program
from tests.web.conftest import Person, SignIn

NEW = {
    "name": "Records <b>",
    "address": "https://hooks.example.org/hearback",
    "happening": ["message.received"],
    "words": "all",
}


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()


@pytest.fixture
def rosa(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Rosa Diaz", role=Role.SUPERVISOR)).proven()


def _program(runtime: Runtime) -> Subscriber:
    with runtime.reading() as session:
        return session.scalars(select(Subscriber)).one()


def _reset(runtime: Runtime, person: Person, by: Person) -> None:
    with runtime.writing() as session:
        staffing.reset_second_step(session, person.user.id, by=session.merge(by.user))
        number = session.get_one(User, person.user.id).sign_in_number
    with person.browser.session_transaction() as cookie:
        cookie["sign_in_number"] = number


def test_a_supervisor_sees_what_waits_on_every_page_and_agrees(
    alex: Person, rosa: Person, runtime: Runtime
) -> None:
    alex.post("/subscribers", **NEW)
    number = _program(runtime).id

    assert "1 decision waits for you as the second person" in rosa.get("/desk/open").text
    page = rosa.get("/consents").text
    assert "Records &lt;b&gt;" in page
    assert "Alex Reyes" in page
    answer = rosa.post(f"/consents/webhooks/{number}")

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert consent.of(_program(runtime)) is Consent.ALLOWED
    assert "as the second person" not in rosa.get("/desk/open").text
    assert "A second person agreed" in alex.get("/subscribers").text


def test_a_refusal_and_its_reason_are_shown_to_whoever_asked(
    alex: Person, rosa: Person, runtime: Runtime
) -> None:
    alex.post("/subscribers", **NEW)
    place = f"/consents/webhooks/{_program(runtime).id}/removal"
    without = rosa.post(place, why="")

    rosa.post(place, why="Nobody <i> needs them.")

    assert without.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say why" in without.text
    page = alex.get("/subscribers").text
    assert "direct messages were refused" in page
    assert "Nobody &lt;i&gt; needs them." in page
    alex.post(f"/subscribers/{_program(runtime).id}/words", words="all")
    assert consent.of(_program(runtime)) is Consent.WAITING


def test_an_administrator_looks_and_decides_nothing(alex: Person, runtime: Runtime) -> None:
    alex.post("/subscribers", **NEW)
    number = _program(runtime).id

    assert "Somebody else decides this" in alex.get("/consents").text
    refused = alex.post(f"/consents/webhooks/{number}")

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert consent.of(_program(runtime)) is Consent.WAITING


def test_whoever_does_not_lead_is_shown_nothing_of_it(
    make: Make, sign_in: SignIn, alex: Person
) -> None:
    alex.post("/subscribers", **NEW)
    june = sign_in(make.user("June Park", role=Role.RESPONDER))

    assert june.get("/consents").status_code == HTTPStatus.FORBIDDEN
    assert "as the second person" not in june.get("/desk/open").text


def test_by_the_api_it_waits_as_well_and_no_program_agrees(
    alex: Person, rosa: Person, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        secret = tokens.issue(session, session.merge(alex.user), "a test")
    program = Program(alex.browser.application.test_client(), secret)
    body = {"name": "Records", "address": NEW["address"], "happenings": NEW["happening"]}
    made = program.post("/webhooks", {**body, "words": "all"}).json["webhook"]
    assert made["consent"] == "waiting"
    rosa.post(f"/consents/webhooks/{made['id']}")
    assert program.get("/webhooks").json["items"][0]["consent"] == "allowed"

    narrowed = program.put(f"/webhooks/{made['id']}/words", {"words": "none"}).json["items"][0]
    again = program.put(f"/webhooks/{made['id']}/words", {"words": "all"}).json["items"][0]

    assert (narrowed["words"], narrowed["consent"]) == ("none", "needless")
    assert again["consent"] == "waiting"
    assert _program(runtime).giving is Giving.ALL
    assert not [
        rule
        for rule in alex.browser.application.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and "consent" in rule.rule
    ]


def test_whoever_was_let_in_anew_is_told_and_so_is_who_can_vouch(
    make: Make, sign_in: SignIn, alex: Person, rosa: Person, runtime: Runtime
) -> None:
    june = sign_in(make.user("June Park", role=Role.RESPONDER))
    _reset(runtime, june, alex)

    strip = june.get("/desk/open").text
    assert "You see what is public." in strip
    assert "Alex Reyes" in strip
    assert "1 decision waits" in rosa.get("/desk/open").text
    assert "had the second step reset" in rosa.get("/consents").text
    assert "until somebody vouches" in alex.get("/people").text

    rosa.post(f"/consents/people/{june.user.id}")

    assert "You see what is public." not in june.get("/desk/open").text
    assert "vouched for" in alex.get("/people").text


def test_who_is_doubted_is_out_and_administrators_see_why(
    make: Make, sign_in: SignIn, alex: Person, rosa: Person, runtime: Runtime
) -> None:
    june = sign_in(make.user("June Park", role=Role.RESPONDER))
    _reset(runtime, june, alex)

    rosa.post(f"/consents/people/{june.user.id}/removal", why="June is on leave.")

    assert june.get("/desk/open").location.startswith("/sign-in")
    assert "June is on leave." in alex.get("/people").text


def test_deciding_asks_who_one_is_and_does_nothing_before(
    make: Make, sign_in: SignIn, alex: Person, runtime: Runtime
) -> None:
    alex.post("/subscribers", **NEW)
    sam = sign_in(make.user("Sam Ode", role=Role.SUPERVISOR))

    sam.post(f"/consents/webhooks/{_program(runtime).id}")

    assert consent.of(_program(runtime)) is Consent.WAITING
