"""Does whoever leaves here leave the provider too, and the other way round?"""

from __future__ import annotations

from http import HTTPStatus

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from inbox import resealing
from inbox.models import OpenSignIn, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.identity.running import Identity
from tests.web.single_sign_on.conftest import ANA, Log, Visitor

SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
NO_SIGN_OUTS: list[tuple[dict[str, object], str]] = [
    ({"nonce": "n", "sub": "s"}, "nonce"),
    ({"events": {}, "sub": "s"}, "events"),
    ({"events": [SIGNED_OUT], "sub": "s"}, "events"),
    ({"iss": "https://evil.example", "sub": "s"}, "iss"),
    ({"aud": "another", "sub": "s"}, "aud"),
    ({"iat": 1_000_000_000, "exp": None, "sub": "s"}, "expired"),
    ({"exp": 1_000_000_000, "sub": "s"}, "exp"),
    ({"jti": None, "sub": "s"}, "jti"),
    ({}, "sub"),
    ({"sub": 7}, "sub"),
    ({"sub": "s\n"}, "sub"),
    ({"sid": ["session-1"]}, "sid"),
    ({"sid": ""}, "sid"),
]


def test_signing_out_leads_to_where_one_signs_out_there(
    visitor: Visitor, user: User, identity: Identity, log: Log, runtime: Runtime
) -> None:
    visitor.arrive()
    resealing.reseal(runtime)

    leading = visitor.browser.post("/sign-out")

    assert not visitor.is_in()
    assert log.last()[0] == "sign_in.ended"
    href = leading.text.partition('btn-primary" href="')[2].partition('"')[0]
    assert identity.answer(href.replace("&amp;", "&")) == "http://localhost/sign-in"
    told = identity.seen("end")[0]
    assert told["client_id"] == "the desk"
    assert told["id_token_hint"].count(".") == 2


def test_signing_out_everywhere_leads_there_too(
    visitor: Visitor, user: User, identity: Identity
) -> None:
    visitor.arrive()

    leading = visitor.browser.post("/sign-out/everywhere")

    assert f"{identity.issuer}/end?" in leading.text
    assert not visitor.is_in()


def test_a_provider_without_such_a_page_is_left_alone(
    visitor: Visitor, user: User, identity: Identity
) -> None:
    identity.play(facts={"end_session_endpoint": None})
    visitor.arrive()

    assert visitor.browser.post("/sign-out").location == "/sign-in"


def test_whoever_came_by_a_password_leaves_only_here(app: Flask, user: User) -> None:
    browser = app.test_client()
    browser.post("/sign-in", data={"email": user.email, "password": PASSWORD})

    assert browser.post("/sign-out").location == "/sign-in"


def _tell(visitor: Visitor, word: str, address: str = "127.0.0.1") -> TestResponse:
    return visitor.browser.post(
        "/sign-in/single/sign-out",
        data={"logout_token": word},
        headers={"Sec-Fetch-Site": "cross-site"},
        environ_overrides={"REMOTE_ADDR": address},
    )


@pytest.mark.parametrize("whose", [{"sub": ANA["sub"]}, {"sid": "session-1"}])
def test_whoever_signs_out_there_is_out_here_at_once(
    app: Flask,
    visitor: Visitor,
    user: User,
    identity: Identity,
    log: Log,
    whose: dict[str, str],
) -> None:
    visitor.arrive()
    by_password = app.test_client()
    by_password.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    provider = Visitor(app, identity)
    word = identity.logout_token(**whose)

    assert _tell(provider, word).status_code == HTTPStatus.OK

    assert not visitor.is_in()
    assert by_password.get("/desk/open").status_code == HTTPStatus.OK
    assert log.last()[0] == "sign_in.provider_ended"
    assert log.events()[-1].object_name == "Ana Lopez"
    # The same word a second time ends nothing that began since.
    visitor.arrive()
    assert _tell(provider, word).status_code == HTTPStatus.BAD_REQUEST
    assert visitor.is_in()


def test_a_session_that_ended_ends_one_browser_alone(
    app: Flask, visitor: Visitor, user: User, identity: Identity
) -> None:
    visitor.arrive()
    identity.play(claims={"sid": "session-2"})
    other = Visitor(app, identity)
    other.arrive()
    identity.play(claims={})

    _tell(visitor, identity.logout_token(sid="session-2", sub=ANA["sub"]))

    assert visitor.is_in()
    assert not other.is_in()


def test_a_word_that_is_none_of_the_providers_ends_nothing(
    visitor: Visitor, user: User, identity: Identity, log: Log
) -> None:
    visitor.arrive()
    for number, (claims, why) in enumerate(NO_SIGN_OUTS):
        told = _tell(visitor, identity.logout_token(**claims), f"10.0.0.{number}")

        assert told.status_code == HTTPStatus.BAD_REQUEST
        assert told.json == {"error": "invalid_request"}
        assert log.last() == ("sign_in.provider_failed", f'{{"why":"{why}"}}'), claims
    assert visitor.is_in()


def test_a_password_in_the_same_browser_begins_a_sign_in_of_its_own(
    visitor: Visitor, user: User, make: Make, identity: Identity
) -> None:
    visitor.arrive()
    ben = make.user("Ben Ortiz")
    visitor.browser.post("/sign-in", data={"email": ben.email, "password": PASSWORD})

    _tell(visitor, identity.logout_token(sid="session-1"))

    assert visitor.is_in()
    assert visitor.browser.post("/sign-out").location == "/sign-in"


@pytest.mark.parametrize("manners", [{"alg": "none"}, {"signer": "second", "kid": "first"}])
def test_a_word_that_nobody_signed_ends_nothing(
    visitor: Visitor, user: User, identity: Identity, manners: dict[str, str], log: Log
) -> None:
    visitor.arrive()
    identity.play(**manners)
    word = identity.logout_token(sub=ANA["sub"])

    for _ in range(3):
        assert _tell(visitor, word).status_code == HTTPStatus.BAD_REQUEST

    assert visitor.is_in()
    assert log.whats()[-2:] == ["sign_in.succeeded", "sign_in.provider_failed"]
    assert _tell(visitor, "not a word").status_code == HTTPStatus.BAD_REQUEST


def test_the_key_of_a_sign_in_outlives_setting_up_an_authenticator(
    visitor: Visitor, user: User, identity: Identity, runtime: Runtime, clock: SetClock
) -> None:
    visitor.arrive()
    page = visitor.browser.get("/security/authenticator").text
    secret = page.partition("<code>")[2].partition("</code>")[0].replace(" ", "")
    code = pyotp.TOTP(secret).at(clock.now())
    visitor.browser.post("/security/authenticator", data={"code": code})
    assert visitor.is_in()

    _tell(visitor, identity.logout_token(sid="session-1"))

    assert not visitor.is_in()
    with runtime.reading() as session:
        assert session.scalars(select(OpenSignIn)).all() == []
