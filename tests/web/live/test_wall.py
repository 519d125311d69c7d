"""Does a wall follow what happens, and hear nothing of the desk?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio
from socketio.exceptions import ConnectionError as NotConnected

from inbox import staffing
from inbox.models import Role, User
from tests.database_copies import Database, copied, template
from tests.factories.making import Make
from tests.web.live.conftest import PATIENCE_SECONDS, LiveDesk

WORDS = "Nobody who passes by may read this"


@pytest.fixture
def committed_database(run_folder: Path) -> Iterator[Database]:
    """One kind is enough: what is counted is tried on both elsewhere."""
    with copied(template("sqlite", run_folder)) as database:
        yield database


class Display:
    """A wall: what it is told when it asks, and what it hears besides."""

    def __init__(self, address: str, cookie: str) -> None:
        self.heard: list[Any] = []
        self.socket = socketio.Client(reconnection=False)
        for namespace in ("/", "/wall"):
            self.socket.on("*", lambda *news: self.heard.append(news), namespace=namespace)
        self.socket.connect(
            address,
            headers={"Cookie": cookie},
            transports=["websocket"],
            namespaces=["/wall"],
            wait_timeout=5,
        )

    def asks(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.socket.call(
            "figures", namespace="/wall", timeout=PATIENCE_SECONDS
        )
        return answer

    def shows(self, pattern: str) -> str:
        """Ask until the answer fits, and return it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            html: str = self.asks()["html"]
            if re.search(pattern, html, re.DOTALL):
                return html
            time.sleep(0.1)
        raise AssertionError(f"nothing fits {pattern}: {html}")


@pytest.fixture
def viewer(build: Make) -> User:
    return build.user("Front Hall", role=Role.VIEWER)


@pytest.fixture
def cookie(desk: LiveDesk, viewer: User) -> str:
    return desk.sign_in(viewer)


@pytest.fixture
def display(desk: LiveDesk, cookie: str) -> Iterator[Display]:
    display = Display(desk.address, cookie)
    yield display
    display.socket.disconnect()


def test_it_follows_what_residents_do_and_is_told_no_words(
    desk: LiveDesk, build: Make, display: Display, ana: User
) -> None:
    display.shows(r'id="wall-unassigned">.*?wall-figure">0<')
    colleague = desk.settled_tab(ana)

    build.conversation(text=WORDS)

    html = display.shows(r'id="wall-unassigned">.*?wall-figure">1<')
    assert WORDS in str(colleague.news("rows"))
    assert WORDS not in html
    assert display.heard == []


def test_it_names_who_is_on_the_desk_until_they_leave(
    desk: LiveDesk, display: Display, ana: User, ben: User
) -> None:
    display.shows('id="wall-desk">.*Nobody')
    tab = desk.settled_tab(ana)
    html = display.shows('id="wall-desk">.*<bdi>Ana Lopez</bdi>')
    assert "Ben Ortiz" not in html

    tab.close()
    desk.runtime.redis.zadd("hearback:at-desk", {str(ana.id): 0})

    display.shows('id="wall-desk">.*Nobody')


def test_a_lock_leaves_a_viewers_wall_alone(desk: LiveDesk, display: Display, cookie: str) -> None:
    requests.post(f"{desk.address}/lock", headers={"Cookie": cookie}, timeout=PATIENCE_SECONDS)

    assert "wall-urgent" in display.asks()["html"]


def test_a_lock_ends_the_wall_of_whoever_may_read(desk: LiveDesk, ana: User) -> None:
    cookie = desk.sign_in(ana)
    display = Display(desk.address, cookie)
    assert "wall-urgent" in display.asks()["html"]

    requests.post(f"{desk.address}/lock", headers={"Cookie": cookie}, timeout=PATIENCE_SECONDS)

    assert display.asks() == {"is_over": True}
    display.socket.disconnect()


def test_a_wall_that_is_let_in_no_more_is_told_so_and_nothing_else(
    desk: LiveDesk, display: Display, viewer: User
) -> None:
    with desk.runtime.writing() as session:
        staffing.sign_out_everywhere(session, viewer.id, by=session.get_one(User, viewer.id))

    assert display.asks() == {"is_over": True}


def test_nobody_else_asks(desk: LiveDesk, build: Make) -> None:
    auditor = desk.sign_in(build.user(role=Role.AUDITOR))

    for cookie in (auditor, "hearback=nonsense"):
        with pytest.raises(NotConnected):
            Display(desk.address, cookie)
