"""May a token do what it was made for, and no more, and until its day?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from inbox import scopes, tokens
from inbox.models import Role, User
from inbox.runtime import Runtime
from inbox.scopes import Scope
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web.api.conftest import PREFIX, Program
from web.api import DOCUMENT, OPERATIONS

Holding = Callable[..., Program]
NOTHING = 999_999_999


@pytest.fixture
def holding(client: FlaskClient, runtime: Runtime, ana: User) -> Holding:
    def made(*wanted: Scope, by: User = ana, **given: timedelta) -> Program:
        with runtime.writing() as session:
            who = session.get_one(User, by.id)
            return Program(client, tokens.issue(session, who, "a test", wanted=wanted, **given))

    return made


@pytest.mark.parametrize("scope", Scope)
def test_a_token_opens_the_operations_of_its_scope_and_no_other(
    holding: Holding, make: Make, client: FlaskClient, ana: User, scope: Scope
) -> None:
    opens_doors = scope is Scope.WEBHOOKS
    program = holding(scope, by=make.user(role=Role.ADMINISTRATOR) if opens_doors else ana)

    wrong = []
    for one in OPERATIONS:
        path = "/".join(_filled(part) for part in one.path.split("/"))
        headers = {**program.headers, "Idempotency-Key": "a key"}
        answer = client.open(PREFIX + path, method=one.method, headers=headers)
        if (answer.status_code == 403) is (one.scope is scope):
            wrong.append((one.name, answer.status_code))
    assert wrong == []


def test_whoever_lacks_a_scope_is_told_which(holding: Holding) -> None:
    refused = holding(Scope.REPLY).get("/conversations")

    assert refused.status_code == 403
    assert refused.mimetype == "application/problem+json"
    assert "`read`" in refused.json["detail"]
    asked = 'Bearer error="insufficient_scope", scope="read"'
    assert refused.headers["WWW-Authenticate"] == asked


def test_a_token_never_does_more_than_its_person_may_now(
    holding: Holding, runtime: Runtime, ana: User
) -> None:
    program = holding(Scope.REPLY, Scope.READ)
    assert program.get("/conversations").status_code == 200

    with runtime.writing() as session:
        session.get_one(User, ana.id).role = Role.AUDITOR

    assert "Your role does not allow this." in program.get("/conversations").json["detail"]


def test_no_token_is_made_for_more_than_its_person_may(runtime: Runtime, make: Make) -> None:
    officer = make.user(role=Role.RECORDS)

    with pytest.raises(tokens.BeyondRole), runtime.writing() as session:
        tokens.issue(session, session.merge(officer), "too much", wanted=[Scope.REPLY])

    with runtime.writing() as session:
        tokens.issue(session, session.merge(officer), "all of theirs")
        (only,) = tokens.issued(session)
    assert only.scopes == ["read", "write", "reports"]


def test_a_token_is_good_until_its_day_and_says_so_with_every_answer(
    holding: Holding, clock: SetClock
) -> None:
    program = holding(Scope.READ, lasts=timedelta(days=30))

    clock.advance(days=29)
    last = program.get("/conversations")
    clock.advance(days=1)
    refused = program.get("/conversations")

    assert last.status_code == 200
    assert last.headers["Hearback-Token-Ends"] == clock.now().isoformat().replace("+00:00", "Z")
    assert refused.status_code == 401
    assert f"ended on {clock.now():%Y-%m-%d}" in refused.json["detail"]


@pytest.mark.parametrize("days", [0, 367])
def test_no_token_lasts_for_ever(runtime: Runtime, ana: User, days: int) -> None:
    with pytest.raises(tokens.BadLength), runtime.writing() as session:
        tokens.issue(session, session.merge(ana), "for ever", lasts=timedelta(days=days))


def test_the_document_names_the_scope_of_every_operation() -> None:
    described = {
        operation["operationId"]: operation["security"]
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
    }

    assert described == {one.name: [{"bearer": [one.scope.value]}] for one in OPERATIONS}
    assert {one.scope for one in OPERATIONS} == set(Scope)
    told = DOCUMENT["components"]["securitySchemes"]["bearer"]["description"]
    assert [scope for scope in Scope if scopes.MEANINGS[scope] not in told] == []


def _filled(part: str) -> str:
    if not part.startswith("{"):
        return part
    return str(NOTHING) if part.endswith("_id}") else "nothing"
