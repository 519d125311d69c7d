"""May each role do what it should and nothing else: on every route, by every operation of the
API, by every event of a socket and in every room?

What is expected stands here by hand; what happens is asked of the running desk.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import socketio
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from inbox import tokens
from inbox.models import Role, User
from inbox.permissions import Permission
from tests.database_copies import Database, copied, template
from tests.factories.making import Make
from tests.web.conftest import JSON, Person
from tests.web.live.conftest import PATIENCE_SECONDS, LiveDesk, Tab, leave
from web.live.admitting import ROOMS
from web.live.watching import NAMESPACE as WALL

OWN: Mapping[str, tuple[Permission, ...]] = {
    "night desk": (Permission.REPLY,),
    "doors": (Permission.CONNECT,),
    "office": (Permission.PEOPLE,),
}
"""Roles of the department's own, by what was chosen for them."""

EVERYBODY = {*Role, *OWN}
READERS = {"responder", "senior", "supervisor", "records", "approver", "night desk"}
REPLYING = {"responder", "senior", "supervisor", "night desk"}
REPORTED = {"responder", "senior", "supervisor", "records"}
CONNECTING = {"administrator", "doors"}

WHO: Mapping[str, set[str]] = {
    "signed in": EVERYBODY,
    "signed in, locked or not": EVERYBODY,
    "signed in, or gave the password": EVERYBODY,
    "watch": {*READERS, "administrator", "viewer"} - {"night desk"},
    "read": READERS,
    "handle": READERS,
    "reply": REPLYING,
    "moderate": {"senior", "supervisor", "approver"},
    "report": REPORTED,
    "mail_reports": {"supervisor"},
    "lead": {"supervisor", "administrator"},
    "read or lead": {*READERS, "administrator"},
    "read or connect": {*READERS, *CONNECTING},
    "lead or connect": {"supervisor", "administrator", *CONNECTING},
    "audit": {"auditor", "administrator"},
    "people": {"administrator", "office"},
    "people or connect": {"administrator", "office", *CONNECTING},
    "connect": CONNECTING,
    "token: read": READERS,
    "token: handle": READERS,
    "token: reply": REPLYING,
    "token: report": REPORTED,
    "token: connect": CONNECTING,
}
NOT_FOR_ROLES = {
    "anyone",
    "gave the password",
    "signed by meta",
    "signed by x",
    "signed by the provider",
    "bears the monitor's token, or is on this machine",
}
EVENTS: Mapping[tuple[str, str], str] = {
    ("/", "connect"): "signed in",
    ("/", "watch"): "read",
    ("/", "draft"): "read",
    ("/", "seen"): "read",
    ("/", "disconnect"): "anyone",
    (WALL, "connect"): "watch",
    (WALL, "figures"): "watch",
}
IN_ROOMS: Mapping[str, set[str]] = dict.fromkeys(
    ("desk", "user", "view", "own", "conversation", "live"), READERS
)
REFUSALS = ("Your role does not allow this.", "Only an administrator can do this.")


class Judged(NamedTuple):
    """One field of the matrix that is not as it should be."""

    role: str
    what: str
    expected: bool
    actual: bool


@pytest.fixture
def committed_database(run_folder: Path) -> Iterator[Database]:
    """One kind is enough: nothing here depends on the database."""
    with copied(template("sqlite", run_folder)) as database:
        yield database


@pytest.fixture
def staff(build: Make) -> dict[str, User]:
    """Somebody of every role, built in or not."""
    built_in = {role.value: build.user(role=role) for role in Role}
    own = {name: build.user(role=build.role(*of, name=name)) for name, of in OWN.items()}
    return built_in | own


def test_every_route_and_operation_admits_the_roles_it_declares_and_no_other(
    desk: LiveDesk, staff: dict[str, User]
) -> None:
    with desk.runtime.writing() as session:
        secrets = {
            role: tokens.issue(session, session.get_one(User, one.id), "A program")
            for role, one in staff.items()
        }

    wrong = []
    for role, person in staff.items():
        browser = Person(_app(desk), person).browser
        for rule, name in _routes(_app(desk)):
            actual = _is_admitted(browser, rule, secrets[role])
            if actual is not (role in WHO[name]):
                wrong.append(Judged(role, f"{rule.endpoint}: {name}", not actual, actual))
    assert wrong == []


def test_every_event_and_room_admits_the_roles_it_declares_and_no_other(
    desk: LiveDesk, staff: dict[str, User], build: Make
) -> None:
    account = build.account()
    conversation, live = build.conversation(account), build.broadcast(account)
    everywhere = {"conversation": conversation.id, "live": live.id}

    wrong = []
    for role, person in staff.items():
        cookie = _cookie(_app(desk), person)
        seen = {
            f"{namespace} {event}": (role in WHO[rule], _is_heard(desk, cookie, namespace, event))
            for (namespace, event), rule in EVENTS.items()
            if rule in WHO
        }
        joined = _rooms(desk, cookie, everywhere)
        seen |= {f"room {one}": (role in IN_ROOMS[one], one in joined) for one in ROOMS}
        wrong += [
            Judged(role, what, expected, actual)
            for what, (expected, actual) in seen.items()
            if expected is not actual
        ]
    assert wrong == []


def test_every_event_declares_its_rule_and_every_room_what_it_needs(desk: LiveDesk) -> None:
    server = _app(desk).extensions["socketio"].server
    declared = {
        (namespace, event): getattr(handler, "access_rule", None)
        for namespace, handlers in server.handlers.items()
        for event, handler in handlers.items()
    }

    assert [one for one, rule in declared.items() if rule is None] == []
    assert {one: rule.name for one, rule in declared.items() if rule} == EVENTS
    assert set(ROOMS) == set(IN_ROOMS)


def _app(desk: LiveDesk) -> Flask:
    assert desk.app
    return desk.app


def _routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            name: str = app.view_functions[rule.endpoint].access_rule.name  # type: ignore[attr-defined]  # set by the decorators
            if name not in NOT_FOR_ROLES:
                yield rule, name


def _is_admitted(browser: FlaskClient, rule: Rule, secret: str) -> bool:
    address = re.sub(r"<[^>]*(int|number)[^>]*>", "999999999", rule.rule)
    address = re.sub(r"<[^>]+>", "nothing", address)
    method = next(iter(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})))
    headers = {**JSON, "Authorization": f"Bearer {secret}", "Idempotency-Key": "a"}
    answer = browser.open(address, method=method, headers=headers, json=None)
    assert answer.status_code != HTTPStatus.UNAUTHORIZED, address
    return not (
        answer.status_code == HTTPStatus.FORBIDDEN and any(one in answer.text for one in REFUSALS)
    )


def _cookie(app: Flask, person: User) -> str:
    name: str = app.config["SESSION_COOKIE_NAME"]
    borne = Person(app, person).browser.get_cookie(name)
    assert borne
    return f"{name}={borne.value}"


def _is_heard(desk: LiveDesk, cookie: str, namespace: str, event: str) -> bool:
    client, refusals = socketio.Client(reconnection=False), []
    client.on("connect_error", refusals.append, namespace=namespace)
    headers, names = {"Cookie": cookie}, [namespace]
    # Waiting for the connection, the client would wait on after a refusal.
    client.connect(
        desk.address, headers=headers, transports=["websocket"], namespaces=names, wait=False
    )
    try:
        _wait(lambda: bool(refusals) or namespace in client.namespaces)
        if refusals:
            return False
        return event == "connect" or _is_answered(client, namespace, event)
    finally:
        leave(client)


def _is_answered(client: socketio.Client, namespace: str, event: str) -> bool:
    answers: list[Any] = []
    client.emit(event, {}, namespace=namespace, callback=lambda *said: answers.append(said))
    _wait(lambda: bool(answers) or not client.connected)
    return client.connected and answers[0] != ({"is_over": True},)


def _rooms(desk: LiveDesk, cookie: str, everywhere: Mapping[str, int]) -> set[str]:
    """Return the kinds of rooms that somebody comes into who asks for all there are."""
    tab = Tab(desk.address, cookie)
    desk.tabs.append(tab)
    manager = _app(desk).extensions["socketio"].server.manager
    joined: set[str] = set()
    for view in ("open", "mine"):
        answers: list[Any] = []
        asked = {"view": view, "rows": {}, "version": 0, **everywhere}
        sid = tab.socket.get_sid()
        if not tab.socket.connected:
            break
        tab.socket.emit("watch", asked, callback=lambda *said, heard=answers: heard.append(said))
        _wait(lambda heard=answers: bool(heard) or not tab.socket.connected)
        joined |= set(manager.get_rooms(sid, "/") or ()) - {sid}
    return {room.partition(":")[0] for room in joined}


def _wait(is_done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_done():
        assert time.monotonic() < until, "nothing came of it"
        time.sleep(0.005)
