"""What do tests of the live desk ask for: a real server, real sockets, a real Redis?"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any

import pytest
import requests
import socketio
from flask import Flask
from werkzeug.serving import make_server

from inbox.clock import SystemClock
from inbox.models import User
from inbox.runtime import Runtime
from tests import houses
from tests.database_copies import Database
from tests.factories.making import PASSWORD, Make
from tests.redis_server import RunningRedis, running_redis
from web.app import create_app

PATIENCE_SECONDS = 20


class Tab:
    """A browser tab at the desk: what it says over its socket, and what it hears."""

    def __init__(self, address: str, cookie: str) -> None:
        self.heard: list[tuple[str, Any]] = []
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("*", lambda event, news=None: self.heard.append((event, news)))
        self.socket.connect(
            address, headers={"Cookie": cookie}, transports=["websocket"], wait_timeout=5
        )

    def watch(self, view: str = "open", **page: Any) -> dict[str, Any]:
        asked = {"view": view, "rows": {}, "conversation": None, "version": 0, **page}
        return self.socket.call("watch", asked, timeout=PATIENCE_SECONDS)

    def listen(self, view: str = "open", **page: Any) -> None:
        """Watch until everything is heard from now on."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.watch(view, **page)["is_live"]:
            assert time.monotonic() < until, "the relay does not listen"
            time.sleep(0.05)

    def news(
        self,
        event: str,
        where: Callable[[Any], bool] = lambda _news: True,
        patience: float = PATIENCE_SECONDS,
    ) -> Any:
        """Wait for an event that fits, and return its news."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for name, news in list(self.heard):
                if name == event and where(news):
                    return news
            time.sleep(0.02)
        raise AssertionError(f"no {event} that fits among {[name for name, _ in self.heard]}")

    def row(self, conversation_id: int) -> dict[str, Any]:
        """Wait until a row of this conversation is pushed."""
        news = self.news("rows", lambda news: any(r["id"] == conversation_id for r in news["rows"]))
        return next(row for row in news["rows"] if row["id"] == conversation_id)

    def close(self) -> None:
        """Go away without a word, as a closed laptop does."""
        leave(self.socket)

    def is_cut_off(self) -> bool:
        """Wait for the server to end the connection; tell whether it did."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.socket.connected and time.monotonic() < until:
            time.sleep(0.02)
        return not self.socket.connected

    def forget(self) -> None:
        self.heard.clear()


def leave(client: socketio.Client) -> None:
    """Go away without a word; saying goodbye takes the client seconds."""
    line = client.eio.ws
    if client.connected:
        line.sock.shutdown(SHUT_RDWR)
        client.eio.wait()
    line.shutdown()


class LiveDesk:
    """The desk on a port of its own."""

    def __init__(self, address: str, runtime: Runtime, app: Flask | None = None) -> None:
        self.address = address
        self.runtime = runtime
        self.app = app
        self.tabs: list[Tab] = []

    def sign_in(self, user: User) -> str:
        """Return the cookie of somebody who signed in."""
        answer = requests.post(
            f"{self.address}/sign-in",
            data={"email": user.email, "password": PASSWORD},
            allow_redirects=False,
            timeout=PATIENCE_SECONDS,
        )
        return answer.headers["Set-Cookie"].split(";")[0]

    def tab(self, user: User) -> Tab:
        tab = Tab(self.address, self.sign_in(user))
        self.tabs.append(tab)
        return tab

    def settled_tab(self, user: User, view: str = "open", **page: Any) -> Tab:
        """Return a tab that hears everything from now on."""
        tab = self.tab(user)
        tab.listen(view, **page)
        tab.forget()
        return tab


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RunningRedis]:
    with running_redis() as running:
        yield running


@pytest.fixture
def house(
    committed_database: Database, redis_server: RunningRedis, tmp_path: Path
) -> Iterator[Runtime]:
    redis_server.connection.flushall()
    runtime = houses.runtime(
        committed_database.engine, tmp_path, SystemClock(), REDIS_URL=redis_server.address
    )
    yield runtime
    runtime.redis.close()


@pytest.fixture
def desk(house: Runtime) -> Iterator[LiveDesk]:
    app = create_app(house)
    relay = app.extensions["hearback_relay"]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    desk = LiveDesk(f"http://127.0.0.1:{server.port}", house, app)
    yield desk
    for tab in desk.tabs:
        tab.close()
    relay.stop()
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.fixture
def build(house: Runtime) -> Make:
    return Make(house)


@pytest.fixture
def ana(build: Make) -> User:
    return build.user(name="Ana Lopez")


@pytest.fixture
def ben(build: Make) -> User:
    return build.user(name="Ben Ortiz")
