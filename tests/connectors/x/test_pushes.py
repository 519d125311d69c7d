"""Does X, as the sandbox plays it, keep to its specification where it pushes?"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from connectors.base import Access, Connected
from connectors.consent import Application
from connectors.errors import NeedsReconnection, Refused
from connectors.x import webhook
from connectors.x.connector import XConnector
from connectors.x.subscribing import NoAddress, subscribe_application
from tests.connectors.x import by_oauth2
from tests.connectors.x.conftest import OnX
from tests.contracts.x import answers

PATIENCE_SECONDS = 8


class Desk:
    """Answers X's challenge, and keeps what is pushed."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.pushed: list[tuple[bytes, str]] = []
        self.arrived = threading.Semaphore(0)
        self.server = make_server("127.0.0.1", 0, self, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.port}/webhooks/x"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        return self._answer(Request(environ))(environ, start)

    def _answer(self, request: Request) -> Response:
        if request.method == "GET":
            proof = webhook.answer_to(request.args["crc_token"], self.secret)
            return Response(f'{{"response_token": "{proof}"}}', mimetype="application/json")
        body = request.get_data()
        self.pushed.append((body, request.headers[webhook.SIGNATURE_HEADER]))
        self.arrived.release()
        return Response(status=HTTPStatus.OK)

    def wait_for(self, count: int) -> list[tuple[bytes, str]]:
        for _ in range(count):
            assert self.arrived.acquire(timeout=PATIENCE_SECONDS)
        return self.pushed


@pytest.fixture
def desk(x: OnX) -> Iterator[Desk]:
    desk = Desk(x.me["sign_in"]["consumer_secret"])
    yield desk
    desk.server.shutdown()
    desk.server.server_close()


def _application(x: OnX, **other: str) -> Application:
    keys = x.me["sign_in"] | other
    return Application(
        key=keys["consumer_key"], secret=keys["consumer_secret"], address=x.sandbox.address
    )


def _subscribe(x: OnX) -> None:
    ours = _application(x)
    x.connector.subscribe(key=ours.key, secret=ours.secret)


@pytest.mark.parametrize("dialect", ["tweet", "post"])
def test_every_push_is_signed_and_has_the_form_that_is_specified(
    x: OnX, desk: Desk, dialect: str
) -> None:
    x.rules(dialect=dialect)
    subscribe_application(_application(x), callback=desk.address)
    _subscribe(x)
    post = x.publish("Road closed")
    asked = x.mention("@MesaVerdePD why?", post=post, attach="picture")
    x.mention("Again!", quotes=post)
    ours = x.mention("A crash.", as_department=True, reply_to=asked)
    x.sandbox.remove(ours)
    x.message("hello")
    x.message("hi", as_department=True)
    x.message("secret", encrypted=True)

    pushed = desk.wait_for(8)

    for body, signature in pushed:
        assert webhook.is_signed(body, signature, desk.secret)
        answers.hold_push(body, dialect)
    x.ask("/2/activity/subscriptions")
    (known,) = x.ask("/2/webhooks").json()["data"]
    x.ask(f"/2/webhooks/{known['id']}", method="PUT")
    x.ask(f"/2/webhooks/{known['id']}", method="DELETE")
    assert "data" not in x.ask("/2/webhooks").json()


def test_subscribing_says_what_is_missing(x: OnX, desk: Desk, unused_address: str) -> None:
    with pytest.raises(NoAddress, match="hearback webhooks subscribe"):
        _subscribe(x)
    with pytest.raises(NeedsReconnection, match="key and secret"):
        subscribe_application(_application(x, consumer_secret="wrong"), callback=desk.address)
    with pytest.raises(Refused, match="CrcValidationFailed"):
        subscribe_application(_application(x), callback=f"{unused_address}/webhooks/x")


def test_subscribing_again_does_nothing_and_a_new_address_takes_the_events_along(
    x: OnX, desk: Desk
) -> None:
    for _ in range(2):
        subscribe_application(_application(x), callback=desk.address)
        _subscribe(x)
    first = x.ask("/2/activity/subscriptions").json()["data"]
    (known,) = x.ask("/2/webhooks").json()["data"]
    x.ask(f"/2/webhooks/{known['id']}", method="DELETE")
    subscribe_application(_application(x), callback=desk.address)
    _subscribe(x)
    then = x.ask("/2/activity/subscriptions").json()["data"]

    assert len(first) == len(webhook.READERS)
    assert [one["subscription_id"] for one in then] == [one["subscription_id"] for one in first]
    assert {one["webhook_id"] for one in then} != {one["webhook_id"] for one in first}


def test_a_profile_that_was_connected_by_oauth2_is_subscribed_too(x: OnX, desk: Desk) -> None:
    subscribe_application(_application(x), callback=desk.address)
    profile, ours = by_oauth2.connected(x.sandbox), _application(x)
    access = Access(
        external_id=profile.external_id,
        credentials=profile.credentials,
        address=x.sandbox.address,
        renewal=by_oauth2.Kept(),
    )
    XConnector(access).subscribe(key=ours.key, secret=ours.secret)
    x.mention("@MesaVerdePD hello")

    assert len(desk.wait_for(1)) == 1
    refused = x.ask("/2/webhooks", headers={"Authorization": f"Bearer {_bearer(profile)}"})
    assert refused.status_code == HTTPStatus.FORBIDDEN


def _bearer(profile: Connected) -> str:
    return str(profile.credentials["access_token"])
