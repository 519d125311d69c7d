"""Does a browser that nobody is at show nothing, until its person says that it is them?"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inbox import session_lock
from inbox.config import BadSettings, Settings
from inbox.models import User
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.web import one_app

if TYPE_CHECKING:
    from tests.databases import Database

CLICKED = {"Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def user(make: Make) -> User:
    return make.user()


@pytest.fixture
def browser(app: Flask, user: User) -> FlaskClient:
    browser = app.test_client()
    browser.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    return browser


def test_after_thirty_idle_minutes_nothing_is_shown_or_done_before_the_password(
    browser: FlaskClient, clock: SetClock
) -> None:
    clock.advance(minutes=29)
    assert browser.get("/reports", headers=CLICKED).status_code == HTTPStatus.OK
    clock.advance(minutes=29)
    # What a page fetches by itself is no act of its person.
    assert browser.get("/reports").status_code == HTTPStatus.OK
    clock.advance(minutes=1)

    assert browser.get("/reports", headers=CLICKED).location == "/lock?next=/reports"
    assert browser.post("/shift/away").location == "/lock"
    asked = browser.post("/lock/acts", headers={"Accept": "application/json"})
    assert asked.status_code == HTTPStatus.UNAUTHORIZED
    assert "Locked" in browser.get("/lock").text
    wrong = browser.post("/lock/removal", data={"password": "not it at all"})
    assert "not your password" in wrong.text
    assert browser.get("/reports").location == "/lock?next=/reports"

    given = {"password": PASSWORD, "next": "/reports"}
    assert browser.post("/lock/removal", data=given).location == "/reports"
    assert browser.get("/reports").status_code == HTTPStatus.OK


def test_one_locks_it_at_once_and_an_act_elsewhere_does_not_open_it(
    browser: FlaskClient, runtime: Runtime
) -> None:
    browser.post("/lock", data={"next": "//evil.example"})
    with browser.session_transaction() as cookie:
        key = cookie["key"]

    with runtime.writing() as session:
        session_lock.acted(session, key)
        assert session_lock.closed(session, {session_lock.digest(key)})

    assert browser.get("/desk/open").location == "/lock?next=/desk/open"
    opened = browser.post("/lock/removal", data={"password": PASSWORD, "next": "//evil.example"})
    assert opened.location == "/"
    with runtime.reading() as session:
        assert not session_lock.closed(session, {session_lock.digest(key)})


def test_after_so_many_hours_one_signs_in_again_however_busy(
    committed_database: Database, tmp_path: Path, make: Make, clock: SetClock
) -> None:
    runtime = houses.runtime(committed_database.engine, tmp_path, clock, HEARBACK_SIGN_IN_HOURS="8")
    browser = one_app.over(runtime).test_client()
    browser.post("/sign-in", data={"email": make.user().email, "password": PASSWORD})
    with browser.session_transaction() as cookie:
        digest = session_lock.digest(cookie["key"])
    for _ in range(19):
        clock.advance(minutes=25)
        assert browser.post("/lock/acts").status_code == HTTPStatus.NO_CONTENT
    with runtime.reading() as session:
        assert not session_lock.closed(session, {digest})

    clock.advance(minutes=5)

    assert browser.get("/desk/open").location == "/sign-in?next=/desk/open"
    assert browser.post("/lock/removal", data={"password": PASSWORD}).location == "/sign-in"
    with runtime.reading() as session:
        assert session_lock.closed(session, {digest})


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("HEARBACK_SIGN_IN_HOURS", "13"),
        ("HEARBACK_PROOF_MINUTES", "0"),
        ("HEARBACK_PROOF_MINUTES", "61"),
        ("HEARBACK_LOCK_MINUTES", "for ever"),
    ],
)
def test_nobody_can_set_them_beyond_what_is_sound(tmp_path: Path, name: str, given: str) -> None:
    with pytest.raises(BadSettings, match=f"{name} must be whole"):
        Settings.from_environment(houses.environment(tmp_path, **{name: given}))


def test_a_copied_cookie_is_no_use_once_its_person_signed_out(
    app: Flask, browser: FlaskClient
) -> None:
    copied = app.test_client()
    kept = browser.get_cookie("hearback")
    assert kept
    copied.set_cookie("hearback", kept.value)
    assert copied.get("/desk/open").status_code == HTTPStatus.OK

    browser.post("/sign-out")

    assert copied.get("/desk/open").location.startswith("/sign-in")
    assert copied.post("/lock/removal", data={"password": PASSWORD}).location == "/sign-in"
