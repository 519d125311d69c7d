"""Do people make and end tokens in the browser, and does an administrator see them all?"""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from inbox import tokens
from inbox.models import AuditEvent, Role, Token, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.web.conftest import Person, SignIn

MAKING = ("token.offered", "token.made")
NEW = {"name": "Export <b>", "scope": ["read", "reports"], "days": "30"}


@pytest.fixture
def ana(ana: Person) -> Person:
    return ana.proven()


@pytest.fixture
def ben(ben: Person) -> Person:
    return ben.proven()


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()


def _secret(answer: TestResponse) -> str:
    found = re.search(r"hearback_[\w-]{43}", answer.text)
    assert found
    return found[0]


def _calls(app: Flask, secret: str, path: str = "/conversations") -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    return app.test_client().get(f"/api/v1{path}", headers=headers).status_code


def _kept(runtime: Runtime) -> list[Token]:
    with runtime.reading() as session:
        return tokens.issued(session)


def test_a_token_of_ones_own_is_shown_once_and_works(app: Flask, ana: Person) -> None:
    secret = _secret(ana.post("/tokens", **NEW))

    assert _calls(app, secret) == HTTPStatus.OK
    assert _calls(app, secret, "/submissions/1") == HTTPStatus.FORBIDDEN
    page = ana.get("/tokens").text
    assert secret not in page
    assert "Export &lt;b&gt;" in page
    assert '<code class="chip" title="Read the figures of reports">reports</code>' in page
    assert "Last used" in page


def test_a_revoked_token_is_no_good_at_once(app: Flask, ana: Person, runtime: Runtime) -> None:
    secret = _secret(ana.post("/tokens", **NEW))
    (token,) = _kept(runtime)

    ana.post(f"/tokens/{token.id}/revocation")

    assert _calls(app, secret) == HTTPStatus.UNAUTHORIZED
    page = ana.get("/tokens").text
    assert "Revoked" in page
    assert f"/tokens/{token.id}/revocation" not in page


def test_nobody_sees_or_ends_the_tokens_of_another(
    ana: Person, ben: Person, runtime: Runtime
) -> None:
    ana.post("/tokens", **NEW)
    (token,) = _kept(runtime)

    assert "Export" not in ben.get("/tokens").text
    ended = ben.post(f"/tokens/{token.id}/revocation")

    assert ended.status_code == HTTPStatus.NOT_FOUND
    assert _kept(runtime)[0].revoked_at is None
    assert ben.get("/tokens/everybody").status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "what the token is for"),
        ({"name": "x" * 81}, "what the token is for"),
        ({"scope": []}, "Choose what the token may do"),
        ({"scope": ["everything"]}, "Choose what the token may do"),
        ({"days": "367"}, "1 to 366 days"),
        ({"days": "-1"}, "1 to 366 days"),
        ({"days": "9" * 40}, "1 to 366 days"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    ana: Person, runtime: Runtime, wrong: dict[str, object], words: str
) -> None:
    answer = ana.post("/tokens", **{**NEW, **wrong})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.text
    assert _kept(runtime) == []


def test_a_name_of_any_letters_is_kept_as_it_is(ana: Person, runtime: Runtime) -> None:
    ana.post("/tokens", **{**NEW, "name": "a\x00b\u202e"})

    assert _kept(runtime)[0].name == "a\x00b\u202e"
    assert "NUL" in ana.get("/tokens").text


def test_nobody_makes_one_for_more_than_they_may(
    make: Make, sign_in: SignIn, runtime: Runtime
) -> None:
    officer = sign_in(make.user("Kim Ito", role=Role.RECORDS)).proven()

    assert 'value="reply"' not in officer.get("/tokens").text
    answer = officer.post("/tokens", **{**NEW, "scope": ["reply"]})

    assert "may do no more than Kim Ito may" in answer.text
    assert _kept(runtime) == []


def test_what_an_administrator_asks_for_is_good_once_its_person_accepts_who_alone_sees_it(
    app: Flask, alex: Person, ana: Person, runtime: Runtime
) -> None:
    asked = alex.post("/tokens/everybody", person=ana.user.id, **NEW)

    assert asked.location == "/tokens/everybody"
    assert "hearback_" not in alex.get("/tokens/everybody").text
    assert "Waits for their word" in alex.get("/tokens/everybody").text
    assert "may speak for you" in ana.get("/desk/open").text
    assert "Waits for your word" in ana.get("/tokens").text
    (token,) = _kept(runtime)
    accepted = ana.post(f"/tokens/{token.id}/acceptance")

    secret = _secret(accepted)
    assert _calls(app, secret) == HTTPStatus.OK
    assert "by <span data-person" in ana.get("/tokens").text
    assert "may speak for you" not in ana.get("/desk/open").text
    assert secret not in alex.get("/tokens/everybody").text
    with runtime.reading() as session:
        kept = session.query(AuditEvent).filter(AuditEvent.what.in_(MAKING))
        offered, made = kept.order_by(AuditEvent.id)
    assert (offered.what, offered.who) == ("token.offered", "Alex Reyes")
    assert (made.what, made.who) == ("token.made", "Ana Lopez")
    for one in (offered, made):
        assert '"scopes":["read","reports"]' in one.detail
        assert '"speaks_for":"Ana Lopez"' in one.detail
        assert secret not in one.detail

    alex.post(f"/tokens/everybody/{token.id}/revocation")
    assert _calls(app, secret) == HTTPStatus.UNAUTHORIZED


def test_the_days_of_an_offered_token_begin_when_it_is_accepted(
    alex: Person, ana: Person, runtime: Runtime, clock: SetClock
) -> None:
    alex.post("/tokens/everybody", person=ana.user.id, **NEW)
    clock.advance(days=10)

    assert "It ends in 30 days." in ana.post("/tokens/1/acceptance").text
    assert _kept(runtime)[0].expires_at == clock.now() + timedelta(days=30)


def test_nobody_accepts_for_another_nor_twice_nor_what_was_revoked_or_is_past(
    alex: Person, ana: Person, ben: Person, runtime: Runtime, clock: SetClock
) -> None:
    for _ in range(3):
        alex.post("/tokens/everybody", person=ana.user.id, **NEW)
    third, second, first = (token.id for token in _kept(runtime))

    for other in (alex, ben):
        assert other.post(f"/tokens/{first}/acceptance").status_code == HTTPStatus.NOT_FOUND
    ana.post(f"/tokens/{first}/acceptance")
    ana.post(f"/tokens/{second}/revocation")
    clock.advance(days=31)

    for number in (first, second, third):
        refused = ana.post(f"/tokens/{number}/acceptance")
        assert refused.status_code == HTTPStatus.CONFLICT
        assert "hearback_" not in refused.text


def test_whoever_may_do_less_by_then_does_not_accept_more(
    alex: Person, ana: Person, runtime: Runtime
) -> None:
    alex.post("/tokens/everybody", person=ana.user.id, **{**NEW, "scope": ["reply"]})
    with runtime.writing() as session:
        session.get_one(User, ana.user.id).role = Role.RECORDS

    refused = ana.post("/tokens/1/acceptance")

    assert "may do no more than Ana Lopez may" in refused.text
    assert _kept(runtime)[0].accepted_at is None


def test_nobody_is_no_person_for_a_token(alex: Person, runtime: Runtime) -> None:
    answer = alex.post("/tokens/everybody", person="999", **NEW)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert _kept(runtime) == []


def test_whose_token_ends_within_two_weeks_is_told_on_every_page(
    ana: Person, ben: Person, clock: SetClock
) -> None:
    ana.post("/tokens", **NEW)
    strip = "Your token “<bdi>Export &lt;b&gt;</bdi>” ends"
    clock.advance(days=15)
    assert strip not in ana.get("/desk/open").text

    clock.advance(days=1, minutes=1)

    assert strip in ana.get("/desk/open").text
    assert strip not in ben.get("/desk/open").text
    assert "Ends soon" in ana.get("/tokens").text
    clock.advance(days=14)
    assert strip not in ana.get("/desk/open").text
    assert "Ended" in ana.get("/tokens").text
