"""A department on X, and a watch over every answer that X gives it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from connectors.base import Access, Renewal
from connectors.pages import Incoming, Page
from connectors.sending import OutgoingReply
from connectors.words import Audience, Kind
from connectors.x.connector import XConnector
from tests.connectors.x import by_oauth2
from tests.contracts.x import answers
from tests.sandbox.running import Running

HOST = "api.twitter.com"
OAUTH1, OAUTH2 = "oauth1", "oauth2"
by_either_sign_in = pytest.mark.parametrize("x", [OAUTH1, OAUTH2], indirect=True)
# Faults whose answers are not X's own, so that its specification says nothing of them.
FOREIGN = {"status", "html", "truncated", "error_after_write"}


class OnX:
    """The practice department on X: its connector, and residents who speak to it."""

    def __init__(self, sandbox: Running, sign_in: str = OAUTH1) -> None:
        self.sandbox = sandbox
        self.sign_in = sign_in
        self.me = sandbox.profile("x")
        self.watched: list[tuple[requests.Response, str]] = []
        self.dialect = "tweet"
        self.connector = self.connect()

    def credentials(self, **other: str) -> dict[str, Any]:
        if self.sign_in == OAUTH2:
            return {**by_oauth2.connected(self.sandbox).credentials, **other}
        tokens = self.sandbox.state()["tokens"]
        token = next(t for t in tokens if t["platform"] == "x" and t["kind"] == "oauth1")
        keys = self.me["sign_in"]
        return {
            "consumer_key": keys["consumer_key"],
            "consumer_secret": keys["consumer_secret"],
            "access_token": token["value"],
            "access_token_secret": token["secret"],
            **other,
        }

    def connect(self, renewal: Renewal | None = None, **other: str) -> XConnector:
        access = Access(
            external_id=self.me["id"],
            credentials=self.credentials(**other),
            address=self.sandbox.address,
            renewal=renewal,
        )
        connector = XConnector(access)
        hooks = connector._client.tweepy.session.hooks["response"]  # noqa: SLF001 - only to listen
        hooks.insert(0, self._watch)
        return connector

    def _watch(self, response: requests.Response, **_options: Any) -> None:
        self.watched.append((response, self.dialect))

    def rules(self, **rules: str) -> None:
        answer = requests.put(
            f"{self.sandbox.address}/host/{HOST}/sandbox/rules", json=rules, timeout=5
        )
        assert answer.ok, answer.text
        self.dialect = answer.json()["dialect"]

    def ask(self, path: str, method: str = "GET", **options: Any) -> requests.Response:
        """Ask as an application does, with its bearer token."""
        headers = {"X-Sim-Host": HOST, "Authorization": "Bearer practice-x-bearer"}
        headers |= options.pop("headers", {})
        address = f"{self.sandbox.address}{path}"
        answer = requests.request(method, address, headers=headers, timeout=5, **options)
        self.watched.append((answer, self.dialect))
        return answer

    def publish(self, text: str, **facts: Any) -> str:
        return self.sandbox.publish(platform="x", text=text, **facts)

    def mention(self, text: str, author: str = "Jane Doe", **facts: Any) -> str:
        return self.sandbox.say(platform="x", kind="mention", author=author, text=text, **facts)

    def message(self, text: str, author: str = "Jane Doe", **facts: Any) -> str:
        return self.sandbox.say(
            platform="x", kind="direct_message", author=author, text=text, **facts
        )

    def saying(self, saying_id: str) -> dict[str, Any]:
        return self.sandbox.sayings(id=saying_id)[0]

    def fetch(self, stream: str, since: str | None = None, at: str | None = None) -> Page:
        return self.connector.fetch(stream, since=since, at=at)

    def walk(self, stream: str, since: str | None = None) -> list[Incoming]:
        page = self.fetch(stream, since)
        items = list(page.items)
        while page.next:
            page = self.fetch(stream, since, page.next)
            items += page.items
        return items

    def reply(self, to: str, text: str, **other: Any) -> OutgoingReply:
        answered = self.saying(to)
        facts: dict[str, Any] = {
            "kind": Kind(answered["kind"]),
            "audience": Audience.PUBLIC if answered["kind"] == "mention" else Audience.PRIVATE,
            "text": text,
            "thread_id": answered["thread_id"],
            "reply_to": to,
            "recipient_id": answered["author_id"],
            "client_token": "unused",
            "attempted_at": datetime.now(UTC),
        }
        return OutgoingReply(**{**facts, **other})

    def posts_arrived(self) -> int:
        written = [e for e in self.sandbox.journal() if e["method"] == "POST"]
        return len([e for e in written if "oauth2" not in e["path"]])


@pytest.fixture
def x(sandbox: Running, request: pytest.FixtureRequest) -> Iterator[OnX]:
    """The department on X. After the test, every answer is held to X's specification."""
    on_x = OnX(sandbox, getattr(request, "param", OAUTH1))
    yield on_x
    foreign = {fault["kind"] for fault in sandbox.state()["faults"]} & FOREIGN
    for response, dialect in on_x.watched if not foreign else ():
        answers.hold(response, dialect)


@pytest.fixture
def unused_address() -> str:
    """An address on this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"
