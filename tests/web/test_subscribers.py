"""Does an administrator say in the browser, or by a program, who is told what happens?"""

from __future__ import annotations

import json
import re
from http import HTTPStatus

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select

from inbox import tokens
from inbox.models import AuditEvent, Dispatch, DispatchState, Giving, Role, Subscriber
from inbox.runtime import Runtime
from inbox.subscribers import choosing, payloads
from inbox.subscribers.sending import GONE
from tests.factories.making import Make
from tests.web.api.conftest import Program
from tests.web.api.test_openapi import HOUSE
from tests.web.conftest import Person, SignIn

ADDRESS = "https://hooks.example.org/hearback"
NEW = {
    "name": "Records <b>",
    "address": ADDRESS,
    "happening": ["message.received", "reply.sent"],
    "words": "public",
}


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()


@pytest.fixture
def program(alex: Person, runtime: Runtime) -> Program:
    with runtime.writing() as session:
        token = tokens.issue(session, session.merge(alex.user), "a test")
    return Program(alex.browser.application.test_client(), token)


def _only(runtime: Runtime) -> Subscriber:
    with runtime.reading() as session:
        return session.scalars(select(Subscriber)).one()


def _acts(runtime: Runtime) -> list[str]:
    with runtime.reading() as session:
        kept = select(AuditEvent.what).where(AuditEvent.what.startswith("webhook."))
        return list(session.scalars(kept.order_by(AuditEvent.id)))


def _given_up(runtime: Runtime, make: Make) -> Dispatch:
    make.conversation()
    with runtime.writing() as session:
        row = session.scalars(select(Dispatch)).one()
        row.state, row.attempts, row.settled_at = DispatchState.DEAD, 14, runtime.clock.now()
        row.problem = "It answered with status 500."
        return row


def test_one_is_added_with_a_secret_that_is_shown_once(alex: Person, runtime: Runtime) -> None:
    answer = alex.post("/subscribers", **NEW)

    found = re.search(r"whsec_[\w+/]{43}=", answer.text)
    assert found
    page = alex.get("/subscribers").text
    assert found[0] not in page
    assert "Records &lt;b&gt;" in page
    assert ADDRESS in page
    assert "Nothing sent yet" in page
    row = _only(runtime)
    assert row.happenings == ["message.received", "reply.sent"]
    assert row.giving is Giving.PUBLIC
    assert _acts(runtime) == ["webhook.added"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "whom it tells"),
        ({"address": "http://hooks.example.org"}, "not a plain https address"),
        ({"address": "https://10.1.2.3/"}, "private network"),
        ({"address": "https://hooks.example.org/" + "x" * 2000}, "too long"),
        ({"happening": []}, "of what it is told"),
        ({"happening": ["everything"]}, "of what it is told"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_told(
    alex: Person, runtime: Runtime, wrong: dict[str, object], words: str
) -> None:
    answer = alex.post("/subscribers", **{**NEW, **wrong})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.text
    with runtime.reading() as session:
        assert choosing.listening(session) == []


def test_words_that_were_not_chosen_are_not_given(alex: Person, runtime: Runtime) -> None:
    alex.post("/subscribers", **{**NEW, "words": "whatever"})

    assert _only(runtime).giving is Giving.NONE


def test_it_is_paused_and_resumed_and_removed(alex: Person, runtime: Runtime) -> None:
    alex.post("/subscribers", **NEW)
    number = _only(runtime).id

    alex.post(f"/subscribers/{number}/pause")
    paused = alex.get("/subscribers").text
    alex.post(f"/subscribers/{number}/pause/removal")
    resumed = alex.get("/subscribers").text
    secret = alex.post(f"/subscribers/{number}/secret").text
    alex.post(f"/subscribers/{number}/removal")

    assert "Paused by Alex Reyes." in paused
    assert "Paused by" not in resumed
    assert "whsec_" in secret
    assert ADDRESS not in alex.get("/subscribers").text
    again = alex.post(f"/subscribers/{number}/pause")
    assert again.status_code == HTTPStatus.NOT_FOUND
    assert _acts(runtime) == [
        f"webhook.{act}" for act in ("added", "paused", "resumed", "secret", "removed")
    ]


def test_what_was_given_up_is_shown_with_the_reason_and_replayed(
    alex: Person, make: Make, runtime: Runtime
) -> None:
    alex.post("/subscribers", **NEW)
    row = _given_up(runtime, make)
    page = alex.get("/subscribers").text
    assert "It answered with status 500." in page
    replay = f"/subscribers/given-up/{row.id}/replay"
    assert replay in page

    alex.post(replay)

    page = alex.get("/subscribers").text
    assert replay not in page
    assert "1 on its way" in page
    assert alex.post(replay).status_code == HTTPStatus.NOT_FOUND
    assert _acts(runtime) == ["webhook.added", "webhook.replayed"]


def test_all_that_was_given_up_is_replayed_at_once(
    alex: Person, make: Make, runtime: Runtime
) -> None:
    alex.post("/subscribers", **NEW)
    row = _given_up(runtime, make)

    alex.post(f"/subscribers/{row.subscriber_id}/replay")

    with runtime.reading() as session:
        assert session.get_one(Dispatch, row.id).state is DispatchState.WAITING


def test_why_it_is_paused_is_told_in_the_language_of_the_reader(
    alex: Person, runtime: Runtime
) -> None:
    alex.post("/subscribers", **NEW)
    with runtime.writing() as session:
        choosing.pause_for(session, choosing.find(session, _only(runtime).id), GONE)
    alex.post("/settings/language", language="es")

    page = alex.get("/subscribers").text

    assert GONE not in page
    assert "Webhooks" in page


def test_it_is_for_administrators_alone(ana: Person) -> None:
    assert ana.get("/subscribers").status_code == HTTPStatus.FORBIDDEN
    assert ana.post("/subscribers", **NEW).status_code == HTTPStatus.FORBIDDEN
    assert 'href="/subscribers"' not in ana.get("/desk/open").text


def test_a_program_adds_lists_pauses_and_removes_one(program: Program, runtime: Runtime) -> None:
    body = {"name": "Records", "address": ADDRESS, "happenings": ["message.received"]}
    made = program.post("/webhooks", body)
    number = made.json["webhook"]["id"]

    assert made.status_code == HTTPStatus.CREATED
    assert made.json["secret"].startswith("whsec_")
    assert made.json["webhook"]["words"] == "public"
    _fits(made.json, "MadeWebhook")
    paused = program.put(f"/webhooks/{number}/pause").json
    assert paused["items"][0]["standing"] == "paused"
    _fits(paused, "Webhooks")
    assert program.delete(f"/webhooks/{number}/pause").json["items"][0]["standing"] == "new"
    assert program.delete(f"/webhooks/{number}").json == {"items": []}
    assert program.delete(f"/webhooks/{number}").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "wrong",
    [
        {"happenings": "message.received"},
        {"happenings": ["everything"]},
        {"happenings": [1]},
        {"happenings": []},
        {"words": "some"},
        {"address": "https://127.0.0.1/"},
    ],
)
def test_what_a_program_sends_wrong_is_named(program: Program, wrong: dict[str, object]) -> None:
    body = {"name": "Records", "address": ADDRESS, "happenings": ["message.received"]}

    refused = program.post("/webhooks", {**body, **wrong})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    _fits(refused.json, "Problem")


def test_a_program_replays_what_was_given_up(
    program: Program, make: Make, runtime: Runtime
) -> None:
    body = {"name": "Records", "address": ADDRESS, "happenings": ["message.received"]}
    program.post("/webhooks", body)
    row = _given_up(runtime, make)

    listed = program.get("/webhooks/given-up").json
    replayed = program.post(f"/webhooks/given-up/{row.id}/replay", {})

    _fits(listed, "AllGivenUp")
    assert listed["items"][0]["reason"] == "It answered with status 500."
    assert replayed.json["items"][0]["waiting"] == 1


def test_what_is_told_has_the_form_that_is_promised(
    alex: Person, make: Make, runtime: Runtime
) -> None:
    alex.post("/subscribers", **NEW)
    make.conversation(text="a\x00b\ud800\u202e")

    with runtime.reading() as session:
        row = session.scalars(select(Dispatch)).one()
        session.refresh(row, ["subscriber", "event"])
        session.refresh(row.event, ["user"])
        told = payloads.body(session, row)

    assert told is not None
    _fits(json.loads(told), "Happening")
    assert json.loads(told)["message"]["text"] == "a\x00b\ud800\u202e"


def _fits(value: object, shape: str) -> None:
    schema = {"$ref": f"urn:api#/components/schemas/{shape}"}
    Draft202012Validator(schema, registry=HOUSE).validate(value)
