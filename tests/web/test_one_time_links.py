"""Does somebody come in by a link, which then is of no use to anybody?"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from inbox import permissions
from inbox.models import AuditEvent, Role, User
from inbox.permissions import Permission
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.mailbox import Mailbox, mailbox
from tests.factories.making import PASSWORD, Make
from tests.web import one_app
from tests.web.conftest import Person, SignIn

if TYPE_CHECKING:
    from tests.databases import Database

BO = {"name": "Bo <b>", "email": "bo@example.org", "role": "records"}
NEW = "tractor violet harvest nine"
LINK = re.compile(r"(?:http://localhost|https://desk\.example)(/one-time/[\w-]{43})")


@pytest.fixture
def alex(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def _link(answer: TestResponse) -> str:
    assert answer.status_code == HTTPStatus.OK
    shown = LINK.search(answer.text)
    assert shown
    return shown[1]


def _open(browser: FlaskClient, link: str) -> TestResponse:
    return browser.get(link, follow_redirects=True)


def _set(browser: FlaskClient, password: str = NEW, again: str | None = None) -> TestResponse:
    given = {"password": password, "again": password if again is None else again}
    return browser.post("/one-time", data=given)


def _sign_in(app: Flask, email: str, password: str) -> TestResponse:
    return app.test_client().post("/sign-in", data={"email": email, "password": password})


def test_somebody_new_sets_a_password_and_goes_on_to_the_second_step(
    committed_database: Database,
    alex: Person,
    browser: FlaskClient,
    clock: SetClock,
    tmp_path: Path,
) -> None:
    link = _link(alex.post("/people", **BO))
    another = _link(alex.post("/people", **BO | {"email": "cy@example.org"}))
    assert "Bo &lt;b&gt;" in alex.get("/people").text
    assert "the link is good until" in alex.get("/people").text

    asked = _open(browser, link)
    assert "Welcome, <bdi>Bo &lt;b&gt;</bdi>" in asked.text
    assert "second step" not in asked.text
    done = _set(browser)

    assert "Sign in with <bdi>bo@example.org</bdi>" in done.text
    assert browser.get("/reports").location.startswith("/sign-in")
    required = houses.runtime(
        committed_database.engine, tmp_path, clock, HEARBACK_SECOND_STEP="required"
    )
    asking = one_app.over(required)
    came = _sign_in(asking, BO["email"], NEW)
    assert came.location == "/security/authenticator"
    assert "set up your second step" in _open(asking.test_client(), another).text
    required.redis.close()


def test_whoever_invites_reads_who_vouches_and_of_no_second_step_that_nobody_asks_for(
    alex: Person, ana: Person
) -> None:
    form, shown = alex.get("/people").text, alex.post("/people", **BO).text
    anew = alex.post(f"/people/{ana.user.id}/link").text
    auditor = alex.post("/people", **BO | {"email": "cy@example.org", "role": "auditor"}).text

    assert "finds only public ones until a supervisor vouches" in form
    assert "They find only public conversations until a supervisor vouches" in shown
    assert "Once it is used, they find only public conversations" in anew
    assert "vouches" not in auditor
    assert "they set up their second step" not in form + shown


def test_while_a_desk_is_set_up_nobody_is_told_to_wait(alex: Person) -> None:
    assert "vouches" not in alex.get("/people").text + alex.post("/people", **BO).text


def test_a_link_leaves_the_address_at_once_and_only_the_form_uses_it(
    app: Flask, alex: Person, ana: Person
) -> None:
    link = _link(alex.post(f"/people/{ana.user.id}/link"))

    # A mail program that looks what is behind a link.
    for _ in range(2):
        looked = app.test_client().get(link)
        assert looked.location == "/one-time"
        assert looked.headers["Referrer-Policy"] == "no-referrer"
        assert looked.headers["Cache-Control"] == "no-store"
        cookie = looked.headers["Set-Cookie"]
        assert all(one in cookie for one in ("HttpOnly", "SameSite=Lax", "Path=/one-time"))
    over_tls = app.test_client().get(link, base_url="https://localhost")
    assert "Secure" in over_tls.headers["Set-Cookie"]

    browser = app.test_client()
    page = _open(browser, link)
    assert link.rpartition("/")[2] not in page.text
    assert "choose a new password" in page.text
    assert _set(browser).status_code == HTTPStatus.OK


def test_a_new_password_by_a_link_ends_every_sign_in_and_the_old_password(
    app: Flask, alex: Person, ana: Person, browser: FlaskClient
) -> None:
    _open(browser, _link(alex.post(f"/people/{ana.user.id}/link")))
    assert ana.get("/desk/open").status_code == HTTPStatus.OK
    assert _sign_in(app, ana.user.email, PASSWORD).status_code == HTTPStatus.SEE_OTHER

    _set(browser)

    assert ana.get("/desk/open").location.startswith("/sign-in")
    assert _sign_in(app, ana.user.email, PASSWORD).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert _sign_in(app, ana.user.email, NEW).status_code == HTTPStatus.SEE_OTHER
    assert "set a new password by their link" in alex.get("/people").text


def test_a_password_that_others_guess_or_that_was_mistyped_is_refused_with_the_reason(
    alex: Person, ana: Person, browser: FlaskClient
) -> None:
    _open(browser, _link(alex.post(f"/people/{ana.user.id}/link")))

    for given, words in (
        (("short",), "at least 8 characters"),
        (("password1",), "Many people use this password"),
        ((NEW, "tractor violet harvest ten"), "These two differ"),
    ):
        refused = _set(browser, *given)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert words in refused.text
        assert given[0] not in refused.text

    assert _set(browser).status_code == HTTPStatus.OK


def test_what_is_wrong_with_a_link_is_said_plainly(
    app: Flask, alex: Person, ana: Person, ben: Person, clock: SetClock
) -> None:
    used, replaced, late = app.test_client(), app.test_client(), app.test_client()
    link = _link(alex.post(f"/people/{ana.user.id}/link"))
    _open(used, link)
    _set(used)
    _open(replaced, _link(alex.post(f"/people/{ben.user.id}/link")))
    _open(late, _link(alex.post(f"/people/{ben.user.id}/link")))
    ended = _set(replaced)
    clock.advance(hours=1)

    stranger = app.test_client()
    for answer, words in (
        (_open(app.test_client(), link), "This link was used already"),
        (ended, "a newer one took its place"),
        (_set(late), "This link has expired"),
        (_open(stranger, "/one-time/nonsense"), "This link is not valid"),
        (_set(stranger), "This link is not valid"),
        (_set(app.test_client()), "This link is not valid"),
    ):
        assert answer.status_code == HTTPStatus.GONE
        assert words in answer.text


def test_what_stands_in_a_link_is_neither_logged_nor_recorded(
    alex: Person,
    ana: Person,
    browser: FlaskClient,
    runtime: Runtime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    link = _link(alex.post(f"/people/{ana.user.id}/link"))
    for _ in range(2):
        _open(browser, link)
        _set(browser)
        browser.get(link, headers={"Sec-Fetch-Site": "cross-site"})

    with runtime.reading() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [(row.what, row.outcome, row.object_name) for row in rows] == [
        ("person.link", "success", "Ana Lopez"),
        ("person.link_used", "success", "Ana Lopez"),
        ("person.link_refused", "failure", "Ana Lopez"),
    ]
    assert rows[-1].detail == '{"why":"used"}'
    secret = link.rpartition("/")[2]
    assert secret not in caplog.text
    assert not any(secret in f"{row.detail}{row.object_name}{row.who}" for row in rows)


def test_words_tell_nobody_who_was_invited(app: Flask, alex: Person) -> None:
    alex.post("/people", **BO)

    told = []
    for email in (BO["email"], "cy@example.org"):
        answer = _sign_in(app, email, "")
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        told.append(re.sub(r'"csp-nonce" content="[^"]+"', "", answer.text.replace(email, "")))

    assert "do not match" in told[0]
    assert told[0] == told[1]


def test_only_an_administrator_makes_a_link_and_none_for_themselves(
    alex: Person, ana: Person, make: Make, sign_in: SignIn
) -> None:
    unable = [one for one in Role if not permissions.may(User(role=one), Permission.PEOPLE)]
    assert Role.SUPERVISOR in unable
    for role in unable:
        somebody = sign_in(make.user(role=role))
        assert somebody.post(f"/people/{ana.user.id}/link").status_code == HTTPStatus.FORBIDDEN

    own = alex.post(f"/people/{alex.user.id}/link")

    assert own.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "cannot make a link for yourself" in own.text
    assert f'action="/people/{alex.user.id}/link"' not in alex.get("/people").text


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as opened:
        yield opened


@pytest.fixture
def with_mail(
    alex: Person, committed_database: Database, box: Mailbox, clock: SetClock, tmp_path: Path
) -> Iterator[Person]:
    """The administrator, at a desk with a mail server."""
    made = houses.runtime(
        committed_database.engine,
        tmp_path,
        clock,
        HEARBACK_MAIL_SERVER=box.address,
        HEARBACK_MAIL_FROM="desk@hearback.example",
        HEARBACK_ADDRESS="https://desk.example",
        HEARBACK_LANGUAGE="es",
    )
    yield Person(one_app.over(made), alex.user).proven()
    made.redis.close()


def test_where_there_is_a_mail_server_the_same_link_is_mailed_in_the_desks_language(
    with_mail: Person, browser: FlaskClient, box: Mailbox
) -> None:
    shown = with_mail.post("/people", **BO)

    (mail,) = box.arrived
    assert mail["To"] == BO["email"]
    assert _link(shown) in mail.get_content()
    assert "https://desk.example/one-time/" in mail.get_content()
    assert mail["Subject"] == "Hearback: Invitación a la mesa"
    assert "Si no esperaba este mensaje" in mail.get_content()
    assert "Bo" not in mail.get_content()
    _open(browser, _link(shown))
    assert _set(browser).status_code == HTTPStatus.OK


def test_what_the_mail_server_does_not_take_is_said_and_the_link_is_good(
    with_mail: Person, browser: FlaskClient, box: Mailbox
) -> None:
    box.answer = "550 Nobody here"

    in_english = {"Accept-Language": "en"}
    with_mail.get("/people")
    shown = with_mail.browser.post("/people", data=BO, headers=in_english)

    assert box.arrived == []
    assert "was not taken" in shown.text
    _open(browser, _link(shown))
    assert _set(browser).status_code == HTTPStatus.OK
