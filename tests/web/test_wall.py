"""Who may look at a wall, what does it show, and what becomes of it unattended?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest
from flask import Flask
from sqlalchemy import event, text

from connectors.pages import Author
from inbox import permissions, session_lock
from inbox.models import Conversation, Role, User
from inbox.permissions import Permission
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.web.conftest import Person, SignIn

CLICKED = {"Sec-Fetch-Mode": "navigate"}
WORDS = "Nobody who passes by may read this"
DESK_LINK = 'href="/desk/'


@pytest.fixture
def viewer(make: Make, sign_in: SignIn) -> Person:
    return sign_in(make.user("Front Hall", role=Role.VIEWER))


@pytest.fixture
def said(make: Make) -> Conversation:
    author = Author(external_id="quiet", name="Quiet Resident", handle="quiet.one")
    return make.conversation(text=WORDS, author=author)


def browser_of(app: Flask, user: User) -> Person:
    """Somebody who came in by the password, so that their browser can be locked."""
    person = Person(app, user)
    person.browser.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    return person


@contextmanager
def without_waits(runtime: Runtime) -> Iterator[None]:
    """A database that cannot tell who waits."""
    _rename(runtime, "wait", "gone")
    try:
        yield
    finally:
        _rename(runtime, "gone", "wait")


def _rename(runtime: Runtime, before: str, after: str) -> None:
    with runtime.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))


def figure(page: str, key: str) -> str:
    found = re.search(rf'id="wall-{key}">.*?wall-figure[^>]*>(.*?)</span>', page, re.DOTALL)
    assert found, key
    return found[1]


def test_a_viewer_comes_in_and_lands_on_the_wall(app: Flask, make: Make) -> None:
    user = make.user("Front Hall", role=Role.VIEWER)

    browser = app.test_client()
    given = {"email": user.email, "password": PASSWORD}
    assert browser.post("/sign-in", data=given).location == "/"

    assert browser.get("/").location == "/wall"
    assert browser.get("/desk/open").status_code == HTTPStatus.FORBIDDEN
    assert browser.get("/reports").status_code == HTTPStatus.FORBIDDEN


def test_it_shows_figures_no_words_and_no_resident(viewer: Person, said: Conversation) -> None:
    page = viewer.get("/wall").text

    assert figure(page, "unassigned") == "1"
    assert figure(page, "urgent") == "0"
    assert "1 person waits" in page
    assert "Nothing is on the air" in page
    # Without Redis nobody knows who is there.
    assert "Nobody can tell" in page
    for private in (WORDS, "Quiet", "quiet.one", said.thread_id):
        assert private not in page


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.AUDITOR])
def test_it_leads_to_the_desk_only_for_who_may_read(
    make: Make, sign_in: SignIn, role: Role
) -> None:
    somebody = make.user(role=role)

    page = sign_in(somebody).get("/wall").text

    assert "Oldest waiting" in page
    assert (DESK_LINK in page) is permissions.may(somebody, Permission.READ)


def test_administrators_let_a_wall_in_and_others_find_it_in_their_menu(
    make: Make, sign_in: SignIn, app: Flask
) -> None:
    alex = sign_in(make.user("Alex Reyes", role=Role.ADMINISTRATOR)).proven()
    assert 'href="/wall"' in alex.get("/people").text
    new = {"name": "Front Hall", "email": "wall@example.org", "role": "viewer"}

    link = re.search(r"/one-time/[\w-]{43}", alex.post("/people", **new).text)

    assert "Wall display</option>" in alex.get("/people").text
    assert link
    browser, password = app.test_client(), "tractor violet harvest nine"
    browser.get(link[0], follow_redirects=True)
    browser.post("/one-time", data={"password": password, "again": password})
    given = {"email": new["email"], "password": password}
    assert browser.post("/sign-in", data=given).status_code == HTTPStatus.SEE_OTHER
    assert browser.get("/wall").status_code == HTTPStatus.OK


def test_no_lock_blanks_a_viewers_wall_and_nothing_else_of_theirs_stays_open(
    app: Flask, make: Make, clock: SetClock
) -> None:
    wall = browser_of(app, make.user("Front Hall", role=Role.VIEWER))
    assert wall.get("/password").status_code == HTTPStatus.OK
    clock.advance(hours=5)

    assert wall.get("/wall").status_code == HTTPStatus.OK
    assert wall.get("/password").location == "/lock?next=/password"
    wall.post("/lock")
    assert wall.get("/wall").status_code == HTTPStatus.OK
    assert wall.get("/security").location == "/lock?next=/security"


def test_whoever_may_read_more_is_locked_at_the_wall_too_and_looking_at_it_is_no_act(
    app: Flask, make: Make, clock: SetClock
) -> None:
    ana = browser_of(app, make.user("Ana Lopez"))
    for _ in range(3):
        clock.advance(minutes=9)
        assert ana.browser.get("/wall", headers=CLICKED).status_code == HTTPStatus.OK
    clock.advance(minutes=4)

    assert ana.get("/wall").location == "/lock?next=/wall"
    assert ana.get("/desk/open").location == "/lock?next=/desk/open"


def test_a_wall_whose_sign_in_ended_asks_for_it_and_is_led_back(
    app: Flask, make: Make, runtime: Runtime
) -> None:
    wall = browser_of(app, make.user("Front Hall", role=Role.VIEWER))
    with wall.browser.session_transaction() as cookie:
        key = cookie["key"]
    with runtime.writing() as session:
        session_lock.end(session, key)

    assert wall.get("/wall").location == "/sign-in?next=/wall"


def test_all_walls_share_what_was_counted_within_a_second(
    make: Make, viewer: Person, ana: Person, runtime: Runtime, clock: SetClock
) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(runtime.engine, "before_cursor_execute", note)
    viewer.get("/wall")
    first = len([one for one in asked if "count(" in one.lower()])
    asked.clear()
    make.conversation()
    asked.clear()

    assert figure(ana.get("/wall").text, "unassigned") == "0"
    assert not [one for one in asked if "count(" in one.lower()]

    clock.advance(seconds=1)
    assert figure(viewer.get("/wall").text, "unassigned") == "1"
    assert 0 < len([one for one in asked if "count(" in one.lower()]) == first <= 2
    event.remove(runtime.engine, "before_cursor_execute", note)


def test_it_comes_anew_by_itself_without_scripts_and_after_a_failure(
    viewer: Person, runtime: Runtime, clock: SetClock
) -> None:
    page = viewer.get("/wall")
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page.text
    assert "Refresh" not in page.headers

    clock.advance(seconds=1)
    with without_waits(runtime):
        broken = viewer.get("/wall")

    assert broken.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    assert broken.headers["Refresh"] == "5"
    assert "As of" not in broken.text


def test_it_is_told_in_spanish_too(viewer: Person) -> None:
    viewer.post("/settings/language", language="es")

    page = viewer.get("/wall").text

    assert "Pantalla en vivo" in page
    assert "Nadie espera" in page
