"""Does a house start with a key that opens nothing, so that its accounts can be connected again?"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from hearback.launching import asking

SEALED = {"name": "credentials", "ok": False, "words": "Credentials cannot be opened: ..."}
WELL = {"name": "credentials", "ok": True, "words": "can be opened"}


@contextmanager
def answering(*checks: dict[str, object]) -> Iterator[str]:
    """A page of readiness that says this."""
    body = json.dumps({"checks": checks}).encode()
    status = 200 if all(one["ok"] for one in checks) else 503

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/readyz"
        finally:
            server.shutdown()


def test_a_key_that_opens_nothing_keeps_no_desk_from_starting_and_is_told() -> None:
    with answering({"name": "database", "ok": True, "words": "answers"}, SEALED) as page:
        assert not asking.answers(page)
        assert asking.is_ready(page)
        assert asking.problem(page) == SEALED["words"]


def test_any_other_part_does() -> None:
    with answering({"name": "redis", "ok": False, "words": "silent"}, WELL) as page:
        assert not asking.is_ready(page)
        assert asking.problem(page) == ""


def test_where_nobody_answers_nothing_is_ready() -> None:
    page = "http://127.0.0.1:1/readyz"

    assert not asking.is_ready(page)
    assert not asking.answers(page)
    assert asking.problem(page) == ""
