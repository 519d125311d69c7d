"""Does the sandbox give access by OAuth 2.0 as X does, to tweepy itself?"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests
import tweepy  # type: ignore[import-untyped]  # ships no types

from connectors.transport import mount
from sandbox.department import X_ID
from tests.connectors.x.conftest import HOST, OnX

CALLBACK = "https://desk.example/accounts/connections/x_oauth2/callback"
SCOPES = ["tweet.read", "users.read", "offline.access"]
TOKEN = f"https://{HOST}/2/oauth2/token"


class Signing:
    """tweepy's own handler, and the person whom it sends to X."""

    def __init__(self, x: OnX, scopes: list[str], *, secret: str | None) -> None:
        keys = x.me["sign_in"]
        self.address = x.sandbox.address
        self.handler = tweepy.OAuth2UserHandler(
            client_id=keys["client_id"],
            client_secret=secret,
            redirect_uri=CALLBACK,
            scope=scopes,
        )
        mount(self.handler, self.address)

    def agree(self, decision: str = "allow") -> str:
        """Go to the consent page, answer, and return the address one is sent back to."""
        page = urlsplit(self.handler.get_authorization_url())
        stand_in = f"{self.address}/host/{page.netloc}{page.path}?{page.query}"
        assert 'name="username"' in requests.get(stand_in, timeout=5).text
        form = {"username": "@MesaVerdePD", "decision": decision}
        answer = requests.post(stand_in, data=form, allow_redirects=False, timeout=5)
        return str(answer.headers["location"])

    def refresh(self, token: str) -> dict[str, str]:
        told: dict[str, str] = self.handler.refresh_token(
            TOKEN, refresh_token=token, auth=self.handler.auth, client_id=self.handler.client_id
        )
        return told


@pytest.fixture
def signing(x: OnX) -> Signing:
    return Signing(x, SCOPES, secret=x.me["sign_in"]["client_secret"])


def _client(x: OnX, token: str) -> tweepy.Client:
    client = tweepy.Client(bearer_token=token)
    mount(client.session, x.sandbox.address)
    return client


def test_tweepy_signs_in_reads_and_renews(x: OnX, signing: Signing) -> None:
    told = signing.handler.fetch_token(signing.agree())
    assert _client(x, told["access_token"]).get_me(user_auth=False).data.id == int(X_ID)
    assert told["expires_in"] == 7200

    x.sandbox.advance(7201)
    with pytest.raises(tweepy.Unauthorized):
        _client(x, told["access_token"]).get_me(user_auth=False)
    renewed = signing.refresh(told["refresh_token"])

    assert renewed["refresh_token"] != told["refresh_token"]
    assert _client(x, renewed["access_token"]).get_me(user_auth=False).data.username
    journal = repr(x.sandbox.journal())
    assert renewed["access_token"] not in journal
    assert renewed["refresh_token"] not in journal


def test_a_refresh_token_works_once_and_a_second_use_ends_the_grant(
    x: OnX, signing: Signing
) -> None:
    told = signing.handler.fetch_token(signing.agree())
    renewed = signing.refresh(told["refresh_token"])

    for spent in (told["refresh_token"], renewed["refresh_token"]):
        with pytest.raises(Exception, match="invalid_grant"):
            signing.refresh(spent)
    with pytest.raises(tweepy.Unauthorized):
        _client(x, renewed["access_token"]).get_me(user_auth=False)


def test_a_code_needs_its_verifier_and_works_once(signing: Signing) -> None:
    back = signing.agree()
    signing.handler.fetch_token(back)
    with pytest.raises(Exception, match="authorization code was invalid"):
        signing.handler.fetch_token(back)

    another = signing.agree()
    signing.handler._client.code_verifier = "a" * 64  # noqa: SLF001 - what a thief of the code has
    with pytest.raises(Exception, match="code verifier did not match"):
        signing.handler.fetch_token(another)


def test_a_code_ends_after_half_a_minute(x: OnX, signing: Signing) -> None:
    back = signing.agree()
    x.sandbox.advance(31)
    with pytest.raises(Exception, match="authorization code was invalid"):
        signing.handler.fetch_token(back)


def test_a_no_leads_back_with_the_state(signing: Signing) -> None:
    assert "error=access_denied" in signing.agree("deny")


def test_each_route_asks_for_its_scopes(x: OnX, signing: Signing) -> None:
    client = _client(x, signing.handler.fetch_token(signing.agree())["access_token"])
    post = x.publish("Road closed")

    assert client.get_users_mentions(X_ID).meta == {"result_count": 0}
    for call, given in (
        (client.get_direct_message_events, {}),
        (client.create_direct_message, {"participant_id": "7", "text": "hello"}),
        (client.create_tweet, {"text": "hello"}),
        (client.delete_tweet, {"id": post}),
        (client.hide_reply, {"id": post}),
    ):
        with pytest.raises(tweepy.Forbidden, match="scopes"):
            call(user_auth=False, **given)


def test_without_lasting_access_there_is_nothing_to_renew_with(x: OnX) -> None:
    signing = Signing(x, ["tweet.read", "users.read"], secret=x.me["sign_in"]["client_secret"])
    assert "refresh_token" not in signing.handler.fetch_token(signing.agree())


def test_a_confidential_application_proves_itself_and_a_public_one_names_itself(x: OnX) -> None:
    for wrong in (None, "guessed"):
        signing = Signing(x, SCOPES, secret=wrong)
        with pytest.raises(Exception, match=r"authorization header|not known"):
            signing.handler.fetch_token(signing.agree())
    x.rules(client="public")
    signing = Signing(x, SCOPES, secret=None)
    told = signing.handler.fetch_token(signing.agree())
    assert signing.refresh(told["refresh_token"])["access_token"]


def test_a_renewed_token_does_not_fill_up_the_limits(x: OnX, signing: Signing) -> None:
    x.sandbox.limits("real")
    told = signing.handler.fetch_token(signing.agree())
    for _ in range(75):
        _client(x, told["access_token"]).get_me(user_auth=False)
    renewed = signing.refresh(told["refresh_token"])
    with pytest.raises(tweepy.TooManyRequests):
        _client(x, renewed["access_token"]).get_me(user_auth=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": ""},
        {"code_challenge_method": "plain"},
        {"code_challenge": "short"},
        {"scope": "everything"},
        {"client_id": "somebody"},
        {"redirect_uri": "javascript:alert(1)"},
    ],
)
def test_a_consent_page_that_is_badly_asked_for_offers_nothing(
    x: OnX, wrong: dict[str, str]
) -> None:
    asked = {
        "response_type": "code",
        "client_id": x.me["sign_in"]["client_id"],
        "redirect_uri": CALLBACK,
        "state": "s",
        "scope": "tweet.read",
        "code_challenge": "c" * 43,
        "code_challenge_method": "S256",
    }
    address = f"{x.sandbox.address}/host/x.com/i/oauth2/authorize"
    assert requests.get(address, params=asked, timeout=5).ok
    answer = requests.post(
        address, params={**asked, **wrong}, data={"decision": "allow"}, timeout=5
    )
    assert answer.status_code == 400
