"""Does the desk open only after the second step, where it is required or was set up?"""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from inbox.models import Role, User
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.web import one_app
from tests.web.conftest import Person, SignIn

if TYPE_CHECKING:
    from tests.databases import Database


def _give_password(app: Flask, user: User) -> tuple[FlaskClient, str]:
    browser = app.test_client()
    given = {"email": user.email, "password": PASSWORD, "next": "/reports"}
    return browser, browser.post("/sign-in", data=given).location


def _set_up(browser: FlaskClient, clock: SetClock) -> tuple[Callable[[], str], list[str]]:
    page = browser.get("/security/authenticator").text
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert shown
    secret = pyotp.TOTP(shown[1].replace(" ", ""))
    assert 'src="data:image/svg+xml' in page
    done = browser.post("/security/authenticator", data={"code": secret.at(clock.now())}).text
    return lambda: secret.at(clock.now()), re.findall(r"<li><code>([\w-]+)</code>", done)


@pytest.fixture
def required(committed_database: Database, tmp_path: Path, clock: SetClock) -> Flask:
    runtime = houses.runtime(
        committed_database.engine, tmp_path, clock, HEARBACK_SECOND_STEP="required"
    )
    return one_app.over(runtime)


def test_where_it_is_required_nothing_opens_before_it_is_set_up(
    make: Make, clock: SetClock, required: Flask
) -> None:
    ana = make.user()
    with_the_password_only = Person(required, ana)
    browser, led_to = _give_password(required, ana)
    assert led_to == "/security/authenticator"
    assert browser.get("/desk/open").location.startswith("/sign-in")
    assert with_the_password_only.get("/desk/open").location.startswith("/sign-in")

    code, recovery_codes = _set_up(browser, clock)

    assert len(recovery_codes) == 10
    assert browser.get("/desk/open").status_code == HTTPStatus.OK
    assert code() not in browser.get("/security").text
    assert browser.get("/security/authenticator").location == "/security"


def test_whoever_set_it_up_is_asked_after_the_password_and_led_on(
    app: Flask, ana: Person, clock: SetClock, make: Make, sign_in: SignIn
) -> None:
    elsewhere = sign_in(ana.user)
    code, _ = _set_up(ana.proven().browser, clock)
    assert ana.get("/desk/open").status_code == HTTPStatus.OK
    assert elsewhere.get("/desk/open").location.startswith("/sign-in")
    clock.advance(minutes=1)

    browser, led_to = _give_password(app, ana.user)
    assert led_to == "/sign-in/code?next=/reports"
    assert browser.get("/desk/open").location.startswith("/sign-in")
    wrong = browser.post("/sign-in/code", data={"code": "<script>", "next": "//evil.example"})
    assert "does not count" in wrong.text
    right = browser.post("/sign-in/code", data={"code": code(), "next": "/reports"})
    assert right.location == "/reports"
    assert browser.get("/desk/open").status_code == HTTPStatus.OK

    alex = sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()
    alex.post(f"/people/{ana.user.id}/second-step/removal")
    assert browser.get("/desk/open").location.startswith("/sign-in")
    assert "reset the second step of" in alex.get("/people").text
    _, led_to = _give_password(app, ana.user)
    assert led_to == "/reports"


def test_nobody_gives_a_code_without_the_password(app: Flask) -> None:
    stranger = app.test_client()

    assert stranger.get("/sign-in/code").location.startswith("/sign-in")
    assert stranger.get("/security/authenticator").location.startswith("/sign-in")
    assert stranger.post("/sign-in/code", data={"code": "1"}).location.startswith("/sign-in")
