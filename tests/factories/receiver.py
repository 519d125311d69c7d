"""A program that takes webhooks on this machine, and does as a test tells it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Arrived:
    """One request as it came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> Any:
        return json.loads(self.body)


def _nothing() -> None:
    return


@dataclass
class Receiver:
    """Answers with `answers` in turn, then always with `usual`; never takes what is `poisoned`."""

    address: str = ""
    usual: int = 200
    answers: list[int] = field(default_factory=list)
    leads_to: str = ""
    poisoned: set[int] = field(default_factory=set)
    meanwhile: Callable[[], object] = _nothing
    arrived: list[Arrived] = field(default_factory=list)

    def told(self, part: str = "happening") -> list[Any]:
        return [one.told[part] for one in self.arrived]

    def take(self, arrived: Arrived) -> int:
        self.arrived.append(arrived)
        meanwhile, self.meanwhile = self.meanwhile, _nothing
        meanwhile()
        if self.poisoned and arrived.told["conversation"]["id"] in self.poisoned:
            return 500
        return self.answers.pop(0) if self.answers else self.usual


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Open one for a test."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = made.take(Arrived(dict(self.headers), body))
            self.send_response(status)
            if made.leads_to:
                self.send_header("Location", made.leads_to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
