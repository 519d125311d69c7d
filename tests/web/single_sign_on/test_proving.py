"""Does somebody who came by single sign-on show again, there, that it is them?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from inbox.models import Role, User
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.identity.running import Identity
from tests.web.single_sign_on.conftest import ANA, Log, Visitor
from tests.web.test_proving import Fields


@pytest.fixture
def alex(visitor: Visitor, make: Make, clock: SetClock, identity: Identity) -> Visitor:
    """An administrator without a password who came in eleven minutes ago."""
    make.user("Alex", email=ANA["email"], role=Role.ADMINISTRATOR, password_hash="")
    visitor.arrive()
    identity.play(now=clock.advance(minutes=11).timestamp())
    return visitor


def _off(visitor: Visitor, asked: TestResponse) -> str:
    """Leave for the provider by the page that asks, and return where it is."""
    given = Fields(asked.text).forms["/proof/single"]
    leading = visitor.browser.post("/proof/single", data=given)
    assert leading.status_code == HTTPStatus.OK
    assert 'http-equiv="refresh" content="0; url=http' in leading.text
    href = leading.text.partition('btn-primary" href="')[2].partition('"')[0]
    return href.replace("&amp;", "&")


def test_what_was_typed_goes_along_and_is_sent_by_its_person_afterwards(
    alex: Visitor, make: Make, identity: Identity, log: Log
) -> None:
    ana = make.user("Somebody")
    path = f"/people/{ana.id}/role"
    asked = alex.browser.post(path, data={"role": "records", "note": '"><b>'})
    assert 'action="/proof"' not in asked.text
    assert "Continue with <bdi>Mesa Verde ID</bdi>" in asked.text

    thanked = alex.browser.get(identity.answer(_off(alex, asked)))

    again = identity.seen("authorize")[-1]
    assert (again["max_age"], again["prompt"]) == ("0", "login")
    kept = Fields(thanked.text).forms[path]
    assert kept == {"role": "records", "note": '"><b>'}
    assert log.last() == ("sign_in.proven", '{"by":"single sign-on"}')
    assert alex.browser.post(path, data=kept).status_code == HTTPStatus.SEE_OTHER
    assert log.last()[0] == "person.role"


def test_a_form_too_long_for_a_cookie_is_filled_in_once_more(
    alex: Visitor, identity: Identity
) -> None:
    came = {"Referer": "http://localhost/use-notice"}
    asked = alex.browser.post("/use-notice", data={"words-en": "word " * 400}, headers=came)

    thanked = alex.browser.get(identity.answer(_off(alex, asked)))

    assert "What you had filled in could not be kept. Fill in the form once more" in thanked.text
    assert 'href="/use-notice"' in thanked.text


def test_a_sign_in_of_before_is_no_proof(
    alex: Visitor, identity: Identity, clock: SetClock, log: Log
) -> None:
    page = _off(alex, alex.browser.get("/proof?next=/audit"))
    before = (clock.now() - timedelta(minutes=5)).timestamp()
    identity.play(claims={"auth_time": before})

    answer = alex.browser.get(identity.answer(page))

    assert "too long ago" in answer.text
    assert log.last() == ("sign_in.provider_failed", '{"why":"old auth_time"}')
    assert not _is_proven(alex)
    identity.play(claims={"auth_time": None})
    answer = alex.browser.get(identity.answer(_off(alex, alex.browser.get("/proof"))))
    assert "did not say when" in answer.text
    assert not _is_proven(alex)


def _is_proven(visitor: Visitor) -> bool:
    return visitor.browser.get("/audit/table.csv").status_code == HTTPStatus.OK


def test_somebody_else_there_proves_nothing(alex: Visitor, identity: Identity, log: Log) -> None:
    page = _off(alex, alex.browser.get("/proof?next=/audit"))
    identity.play(person={**ANA, "sub": "somebody else"})

    answer = alex.browser.get(identity.answer(page))

    assert "vouched for somebody else" in answer.text
    assert log.last() == ("sign_in.provider_failed", '{"why":"somebody else"}')
    assert not _is_proven(alex)


def test_a_proof_counts_for_the_sign_in_that_asked_alone(
    app: Flask, alex: Visitor, identity: Identity, clock: SetClock
) -> None:
    back = identity.answer(_off(alex, alex.browser.get("/proof?next=/audit")))
    alex.browser.post("/sign-out")

    answer = alex.browser.get(back)

    assert "vouched for somebody else" in answer.text
    assert not alex.is_in("/people")


def test_a_page_that_was_asked_for_is_shown(alex: Visitor, identity: Identity) -> None:
    page = _off(alex, alex.browser.get("/proof?next=/audit"))

    assert alex.browser.get(identity.answer(page)).location == "/audit"
    assert _is_proven(alex)


def test_a_locked_browser_is_opened_there_and_by_its_person_alone(
    alex: Visitor, identity: Identity, log: Log, clock: SetClock
) -> None:
    alex.browser.post("/lock")
    page = alex.browser.get("/lock?next=/audit").text
    assert "Unlock with <bdi>Mesa Verde ID</bdi>" in page
    assert 'action="/lock/removal"' not in page

    identity.play(person={**ANA, "sub": "somebody else"})
    assert "vouched for somebody else" in alex.arrive("/lock/single?next=/audit").text
    identity.play(person=ANA, claims={"auth_time": clock.now().timestamp() - 120})
    assert "too long ago" in alex.arrive("/lock/single?next=/audit").text
    assert not alex.is_in("/people")
    identity.play(claims={})
    assert alex.arrive("/lock/single?next=/audit").location == "/audit"

    assert alex.is_in("/people")
    assert log.last()[0] == "sign_in.browser_unlocked"
    asked = identity.seen("authorize")[-1]
    assert (asked["max_age"], asked["prompt"]) == ("0", "login")


def test_a_browser_that_was_locked_meanwhile_shows_nothing(
    alex: Visitor, identity: Identity
) -> None:
    back = identity.answer(_off(alex, alex.browser.get("/proof?next=/audit")))
    alex.browser.post("/lock")

    assert alex.browser.get(back).location.startswith("/lock")
    assert not alex.is_in("/people")


def test_who_came_by_a_password_is_not_offered_what_cannot_vouch_for_them(
    app: Flask, make: Make, identity: Identity, user: User
) -> None:
    visitor = Visitor(app, identity)
    given = {"email": user.email, "password": "a password for tests"}
    visitor.browser.post("/sign-in", data=given)

    page = visitor.browser.get("/proof").text
    visitor.browser.post("/lock")
    locked = visitor.browser.get("/lock").text

    assert "Mesa Verde ID" not in page + locked
    assert 'name="password"' in page
    assert 'name="password"' in locked
