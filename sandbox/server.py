"""How does the sandbox listen, and how does it stop?"""

from __future__ import annotations

import signal
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gevent
from gevent.pywsgi import WSGIHandler, WSGIServer

from sandbox import scenario
from sandbox.app import Sandbox
from sandbox.store import Store
from sandbox.world import World

ADDRESS = "127.0.0.1"
SAVE_SECONDS = 0.5
SAVE_SHARE = 20
"""A big world is saved more seldom, so that saving takes a twentieth of the time."""
PLAY_SECONDS = 0.5
ABORT = struct.pack("ii", 1, 0)
"""SO_LINGER on, for no time: closing then sends a reset, not a farewell."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a sandbox runs. `limits` is `real` or `off`; `scenario` is played at start."""

    limits: str = "real"
    scenario: str | None = None
    address: str = ADDRESS


class NotLoopback(ValueError):
    """The sandbox is for this machine only."""

    def __init__(self, address: str) -> None:
        super().__init__(f"The sandbox listens on loopback only, never on {address}.")


class Handler(WSGIHandler):  # type: ignore[misc]  # gevent ships no types
    """Serves one connection; a fault may end it with a TCP reset."""

    def handle(self) -> None:
        """Serve the connection without Nagle's delay: head and body go out apart."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle()

    def run_application(self) -> None:
        """Answer one request, or reset the connection where a fault asks for it."""
        try:
            super().run_application()
        except ConnectionResetError:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
            raise

    def log_request(self) -> None:
        """Say nothing: the journal keeps every request."""


def serve(
    port: int,
    data_directory: Path | None = None,
    options: Options | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, then save and return.

    Port 0 takes a free one; `ready` is called with the address. Raises
    NotLoopback, and OSError when the port is taken.
    """
    options = options or Options()
    listener = listen(options.address, port)
    world = World(limits=options.limits)
    sandbox = Sandbox(world, sleep=gevent.sleep)
    store = Store(data_directory)
    store.load(world)
    scenario.resume(world)
    if options.scenario:
        scenario.begin(world, options.scenario)
    rounds = [gevent.spawn(_keep_saving, store, world), gevent.spawn(_keep_playing, world)]
    server = WSGIServer(listener, sandbox, handler_class=Handler, log=None)
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, server.stop, timeout=1)
    if ready:
        ready("http://{}:{}".format(*listener.getsockname()[:2]))
    server.serve_forever()
    gevent.killall(rounds)
    store.save(world)


def listen(address: str, port: int) -> Any:
    """Open the listening socket. Raises NotLoopback, or OSError when the port is taken."""
    if address not in ("127.0.0.1", "::1", "localhost"):
        raise NotLoopback(address)
    family = socket.AF_INET6 if address == "::1" else socket.AF_INET
    listener = gevent.socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(256)
    return listener


def _keep_saving(store: Store, world: World) -> None:
    pause = SAVE_SECONDS
    while True:
        gevent.sleep(pause)
        began = time.monotonic()
        store.save(world)
        pause = max(SAVE_SECONDS, SAVE_SHARE * (time.monotonic() - began))


def _keep_playing(world: World) -> None:
    while True:
        gevent.sleep(PLAY_SECONDS)
        scenario.go_on(world)
