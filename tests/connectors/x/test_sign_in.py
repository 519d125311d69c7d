from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from connectors.base import Access
from connectors.errors import NeedsReconnection, TryLater
from connectors.x import sign_in
from connectors.x.connector import XConnector
from connectors.x.sign_in import Application, Begun
from tests.connectors.x.conftest import OnX

CALLBACK = "http://127.0.0.1:8000/accounts/x/callback"


@pytest.fixture
def application(x: OnX) -> Application:
    keys = x.me["sign_in"]
    return Application(
        consumer_key=keys["consumer_key"],
        consumer_secret=keys["consumer_secret"],
        address=x.sandbox.address,
    )


def _decide(begun: Begun, decision: str = "allow", who: str = "@MesaVerdePD") -> requests.Response:
    """Do what a person does in the browser."""
    page = requests.get(begun.authorize_url, timeout=5)
    assert page.ok
    assert 'name="username"' in page.text
    form = {"oauth_token": begun.token, "username": who, "decision": decision}
    return requests.post(begun.authorize_url, data=form, allow_redirects=False, timeout=5)


def _handed_back(answer: requests.Response) -> dict[str, str]:
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(CALLBACK)
    return {n: v[0] for n, v in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def test_a_sign_in_with_a_callback_connects_the_account(x: OnX, application: Application) -> None:
    begun = sign_in.begin(application, callback=CALLBACK)
    back = _handed_back(_decide(begun))
    assert back["oauth_token"] == begun.token
    connected = sign_in.finish(application, begun, verifier=back["oauth_verifier"])
    assert (connected.external_id, connected.handle) == (x.me["id"], "MesaVerdePD")
    assert connected.name == "Mesa Verde Police Department"
    access = Access(
        external_id=connected.external_id,
        credentials=connected.credentials,
        address=x.sandbox.address,
    )
    said = x.mention("@MesaVerdePD hello")
    page = XConnector(access).fetch("mentions", since=None, at=None)
    assert page.items[0].external_id == said


def test_a_sign_in_without_a_callback_shows_a_pin(application: Application) -> None:
    begun = sign_in.begin(application)
    page = _decide(begun)
    pin = page.text.partition('id="pin">')[2][:7]
    assert pin.isdecimal()
    assert sign_in.finish(application, begun, verifier=pin).handle == "MesaVerdePD"


def test_a_person_can_say_no(application: Application) -> None:
    begun = sign_in.begin(application, callback=CALLBACK)
    assert _handed_back(_decide(begun, "deny")) == {"denied": begun.token}
    with pytest.raises(NeedsReconnection):
        sign_in.finish(application, begun, verifier="guessed")


def test_a_stranger_can_not_sign_in(application: Application) -> None:
    begun = sign_in.begin(application, callback=CALLBACK)
    assert _decide(begun, who="somebody").status_code == 403


def test_a_verifier_works_once(application: Application) -> None:
    begun = sign_in.begin(application, callback=CALLBACK)
    back = _handed_back(_decide(begun))
    sign_in.finish(application, begun, verifier=back["oauth_verifier"])
    with pytest.raises(NeedsReconnection):
        sign_in.finish(application, begun, verifier=back["oauth_verifier"])


def test_keys_that_x_does_not_know_are_named_as_the_cause(x: OnX) -> None:
    wrong = Application(consumer_key="k", consumer_secret="s", address=x.sandbox.address)
    with pytest.raises(NeedsReconnection):
        sign_in.begin(wrong)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 503},
        {"kind": "reset_before"},
        {"kind": "rate_limit"},
        {"kind": "html"},
        {"kind": "truncated"},
    ],
)
def test_a_sign_in_while_x_is_down_can_be_begun_later(
    x: OnX, application: Application, fault: dict[str, object]
) -> None:
    x.sandbox.faults({"platform": "x", **fault})
    with pytest.raises(TryLater):
        sign_in.begin(application)


def test_on_x_itself_the_person_is_sent_to_x() -> None:
    page = sign_in._page(Application(consumer_key="k", consumer_secret="s"), "t")  # noqa: SLF001 - no network
    assert page == "https://api.twitter.com/oauth/authorize?oauth_token=t"


def test_no_secret_shows_in_a_repr(application: Application) -> None:
    begun = sign_in.begin(application)
    assert begun.secret not in repr(begun)
    assert application.consumer_secret not in repr(application)
