"""Is nobody let in by a provider's word that is not to be believed, with a page that says so?"""

from __future__ import annotations

import re
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from connectors.identity.discovery import KEYS_SECONDS
from inbox import access_end, disabling, guessing
from inbox.models import OpenSignIn, ProviderLink, Role, SpentWord, User
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.databases import Database
from tests.factories.making import Make
from tests.identity.running import Identity
from tests.web import one_app
from tests.web.single_sign_on.conftest import ANA, Log, Visitor

UNBELIEVED = "What Mesa Verde ID answered cannot be trusted"
NOT_HERE = "Mesa Verde ID knows you, but this desk does not let you in by it."


def _nobody_came(runtime: Runtime, visitor: Visitor) -> None:
    with runtime.reading() as session:
        for table in (ProviderLink, OpenSignIn):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    assert not visitor.is_in()


MISSET: list[tuple[dict[str, Any], str]] = [
    ({"issuer": "https://evil.example"}, "issuer"),
    ({"issuer": None}, "issuer"),
    ({"token_endpoint": "http://evil.example/token"}, "token_endpoint"),
    ({"jwks_uri": None}, "jwks_uri"),
    ({"authorization_endpoint": "javascript:obeyed()"}, "authorization_endpoint"),
    ({"end_session_endpoint": ["a", "list"]}, "end_session_endpoint"),
]
UNBELIEVABLE: list[tuple[dict[str, Any], str]] = [
    ({"claims": {"nonce": "another"}}, "nonce"),
    ({"claims": {"nonce": None}}, "nonce"),
    ({"claims": {"iss": "https://evil.example"}}, "iss"),
    ({"claims": {"aud": "another client"}}, "aud"),
    ({"claims": {"aud": ["the desk", "another"]}}, "azp"),
    ({"claims": {"azp": "another client"}}, "azp"),
    ({"claims": {"at_hash": "bm90IGl0"}}, "at_hash"),
    ({"claims": {"sub": ""}}, "sub"),
    ({"claims": {"sub": "x" * 256}}, "sub"),
    ({"claims": {"sub": None}}, "sub"),
    ({"claims": {"exp": 1_000_000_000}}, "exp"),
    ({"claims": {"exp": None}}, "exp"),
    ({"claims": {"iat": 4_000_000_000}}, "iat"),
    ({"claims": {"auth_time": 4_000_000_000}}, "auth_time"),
    ({"claims": {"auth_time": 1e300}}, "auth_time"),
    ({"alg": "none"}, "token"),
    ({"alg": "HS256"}, "token"),
    ({"signer": "second"}, "token"),
    ({"signer": "second", "kid": "first"}, "signature"),
    ({"back": {"iss": "https://evil.example"}}, "iss"),
    ({"back": {"code": None}}, "code"),
    ({"claims": {"email": None}, "userinfo": {**ANA, "sub": "somebody"}}, "userinfo"),
]
NOT_LET_IN: list[tuple[dict[str, Any], str, str, int]] = [
    ({"error": "access_denied"}, "did not let you in", "access_denied", 422),
    ({"error": "<script>obeyed()"}, "did not let you in", "refused", 422),
    ({"back": {"code": "guessed"}}, "did not let you in", "invalid_grant", 422),
    ({"token_status": 503}, "does not answer", "status 503", 503),
    ({"token_status": 200}, UNBELIEVED, "token", 422),
    ({"claims": {"auth_time": None}}, "did not say when", "no auth_time", 422),
    ({"signed_in_at": 1_000_000_000}, "too long ago", "old auth_time", 422),
    ({"claims": {"email_verified": None}}, NOT_HERE, "email not verified", 422),
    ({"claims": {"email_verified": "true"}}, NOT_HERE, "email not verified", 422),
    ({"claims": {"email": ""}}, NOT_HERE, "no email", 422),
    ({"claims": {"email": "ana@exam\0ple.org"}}, NOT_HERE, "no email", 422),
    ({"claims": {"email": "ana@example.or\u0261"}}, NOT_HERE, "unknown", 422),
    ({"claims": {"email": "bo@example.org"}}, NOT_HERE, "unknown", 422),
]


def test_a_word_that_is_not_to_be_believed_lets_nobody_in(
    visitor: Visitor, user: User, identity: Identity, runtime: Runtime, log: Log
) -> None:
    for manners, why in UNBELIEVABLE:
        identity.play_only(**manners)

        answer = visitor.arrive()

        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, manners
        assert UNBELIEVED in answer.text
        assert "Back to the sign-in page" in answer.text
        assert log.last() == ("sign_in.provider_failed", f'{{"why":"{why}"}}'), manners
    _nobody_came(runtime, visitor)
    assert len(log.events()) == len(UNBELIEVABLE)


def test_a_provider_that_says_it_names_itself_must_do_so(
    visitor: Visitor, user: User, identity: Identity, log: Log
) -> None:
    says_so = {"authorization_response_iss_parameter_supported": True}
    identity.play(facts=says_so, back={"iss": None})

    assert UNBELIEVED in visitor.arrive().text
    assert log.last()[1] == '{"why":"iss"}'


def test_whoever_is_not_let_in_is_told_and_it_is_kept(
    visitor: Visitor, user: User, identity: Identity, runtime: Runtime, log: Log
) -> None:
    for manners, sentence, why, status in NOT_LET_IN:
        identity.play_only(**manners)

        answer = visitor.arrive()

        assert answer.status_code == status, manners
        assert sentence in answer.text
        assert "obeyed" not in answer.text
        assert log.last() == ("sign_in.provider_failed", f'{{"why":"{why}"}}'), manners
    _nobody_came(runtime, visitor)


def test_letters_that_become_ours_in_lower_case_are_nobodys(
    visitor: Visitor, make: Make, identity: Identity, log: Log
) -> None:
    make.user("Kim", email="kim@example.org")
    identity.play(claims={"email": "\u212aim@example.org"})

    assert NOT_HERE in visitor.arrive().text
    assert log.last()[1] == '{"why":"unknown"}'


def test_nobody_is_told_whether_somebody_works_here(
    app: Flask,
    identity: Identity,
    make: Make,
    runtime: Runtime,
    clock: SetClock,
    log: Log,
) -> None:
    alex = make.user("Alex", role=Role.ADMINISTRATOR)
    make.user("Another", role=Role.ADMINISTRATOR)
    people = {one: make.user(one, email=f"{one}@example.org") for one in ("gone", "over", "locked")}
    with runtime.writing() as session:
        disabling.disable(session, people["gone"].id, by=alex)
        ends_at = clock.now().replace(hour=15)
        access_end.settle(session, people["over"].id, ends_at, by=alex)
        for _ in range(guessing.MOST):
            guessing.begin(session, people["locked"].email)
    identity.play(now=clock.advance(hours=2).timestamp())

    pages = set()
    for one in ("gone", "over", "locked", "unknown"):
        person = {"sub": one, "email": f"{one}@example.org", "email_verified": True}
        identity.play(person=person)
        answer = Visitor(app, identity).arrive()
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        pages.add(re.sub(r'(nonce|content)="[^"]*"', "", answer.text))

    assert len(pages) == 1
    assert NOT_HERE in pages.pop()
    kept = [one for one in log.events() if one.what == "sign_in.provider_failed"]
    assert [(one.object_name, one.detail, one.who) for one in kept] == [
        ("gone", '{"why":"disabled"}', "gone@example.org"),
        ("over", '{"why":"access ended"}', "over@example.org"),
        ("locked", '{"why":"locked"}', "locked@example.org"),
        ("", '{"why":"unknown"}', "unknown@example.org"),
    ]


def test_whoever_was_linked_and_is_disabled_is_out_and_stays_out(
    visitor: Visitor, user: User, make: Make, runtime: Runtime
) -> None:
    visitor.arrive()
    alex = make.user(role=Role.ADMINISTRATOR)
    with runtime.writing() as session:
        disabling.disable(session, user.id, by=alex)

    assert not visitor.is_in()
    assert NOT_HERE in visitor.arrive().text


def test_another_there_with_the_same_address_takes_nobodys_place(
    app: Flask, visitor: Visitor, user: User, identity: Identity, log: Log, make: Make
) -> None:
    visitor.arrive()
    identity.play(person={**ANA, "sub": "somebody new"})

    assert NOT_HERE in Visitor(app, identity).arrive().text
    assert log.last()[1] == '{"why":"known as another"}'

    alex = Visitor(app, identity)
    make.user("Alex", email="alex@example.org", role=Role.ADMINISTRATOR)
    identity.play(person={"sub": "alex", "email": "alex@example.org", "email_verified": True})
    alex.arrive()
    page = alex.browser.get("/people").text
    assert f"/people/{user.id}/single-sign-on/removal" in page
    alex.browser.post(f"/people/{user.id}/single-sign-on/removal")
    assert not visitor.is_in()
    identity.play(person={**ANA, "sub": "somebody new"})
    assert Visitor(app, identity).arrive().location == "/"


def test_what_came_back_counts_once(
    app: Flask, visitor: Visitor, user: User, identity: Identity, log: Log, runtime: Runtime
) -> None:
    visitor.browser.set_cookie("other", "1")
    page = visitor.begin()
    kept = visitor.browser.get_cookie("hearback_sso", path="/sign-in/single")
    assert kept is not None
    back = identity.answer(page)
    assert visitor.browser.get(back).location == "/"
    assert visitor.browser.get_cookie("hearback_sso", path="/sign-in/single") is None

    thief = app.test_client()
    thief.set_cookie("hearback_sso", kept.value, path="/sign-in/single")
    again = thief.get(back)

    assert again.status_code == HTTPStatus.CONFLICT
    assert "This sign-in was used already" in again.text
    assert log.last() == ("sign_in.provider_failed", '{"why":"used"}')
    assert len(identity.seen("token")) == 1
    with runtime.reading() as session:
        assert session.scalar(select(func.count()).select_from(SpentWord)) == 1


def test_over_tls_no_neighbour_can_set_what_a_browser_bears_on_its_way(visitor: Visitor) -> None:
    answer = visitor.browser.get("/sign-in/single", base_url="https://localhost")

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "hearback_sso" in one]
    assert cookie.startswith("__Secure-hearback_sso=")
    assert all(one in cookie for one in ("Secure", "HttpOnly", "SameSite=Lax"))


def test_a_code_that_was_used_at_the_provider_lets_nobody_in_again(
    visitor: Visitor, user: User, identity: Identity, runtime: Runtime
) -> None:
    visitor.arrive()
    used = identity.seen("token")[0]["code"]
    identity.play(back={"code": used})
    visitor.browser.post("/sign-out")

    assert "did not let you in" in visitor.arrive().text
    assert not visitor.is_in()


@pytest.mark.parametrize("cookie", ["", "not ours", "gAAAAABn"])
def test_nothing_comes_back_that_was_not_asked_for_in_this_browser(
    app: Flask, visitor: Visitor, user: User, identity: Identity, log: Log, cookie: str
) -> None:
    back = identity.answer(visitor.begin())
    other = app.test_client()
    other.set_cookie("hearback_sso", cookie, path="/sign-in/single")

    for _ in range(2):
        refused = other.get(back)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "not begun in this browser" in refused.text

    assert identity.seen("token") == []
    # Anybody could send thousands of these.
    assert log.whats() == ["sign_in.provider_failed"]


def test_a_state_of_another_sign_in_is_refused(
    visitor: Visitor, user: User, identity: Identity, clock: SetClock
) -> None:
    first = identity.answer(visitor.begin())
    second = identity.answer(visitor.begin())

    assert "not begun in this browser" in visitor.browser.get(first).text
    clock.advance(minutes=10)
    assert "more than ten minutes ago" in visitor.browser.get(second).text


def test_what_else_a_browser_bears_is_no_way_in(
    visitor: Visitor, user: User, runtime: Runtime
) -> None:
    other = runtime.vault.seal({"word": "x"}).decode()
    visitor.browser.set_cookie("hearback_sso", other, path="/sign-in/single")

    answer = visitor.browser.get("/sign-in/single/return?code=a&state=b")

    assert "not begun in this browser" in answer.text


def test_a_provider_that_is_not_what_was_set_is_not_gone_to(
    app: Flask, identity: Identity, log: Log, runtime: Runtime
) -> None:
    for number, (facts, why) in enumerate(MISSET):
        identity.play(facts=facts)

        somewhere = {"REMOTE_ADDR": f"10.0.0.{number}"}
        answer = app.test_client().get("/sign-in/single", environ_overrides=somewhere)

        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "is not set up as this desk expects" in answer.text
        assert log.last() == ("sign_in.provider_failed", f'{{"why":"{why}"}}')


def test_a_provider_is_followed_nowhere_else(visitor: Visitor, identity: Identity) -> None:
    identity.play(elsewhere=f"{identity.issuer}/play")

    answer = visitor.browser.get("/sign-in/single")

    assert "does not answer" in answer.text


class TestUnreachable:
    """Where nothing listens."""

    pytestmark = pytest.mark.parametrize(
        "more", [{"HEARBACK_SSO_ISSUER": "http://127.0.0.1:1/provider"}]
    )

    def test_a_provider_that_does_not_answer_is_said_and_keeps_nobody_waiting(
        self, visitor: Visitor, log: Log
    ) -> None:
        for _ in range(3):
            answer = visitor.browser.get("/sign-in/single?next=/reports")
            assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
            assert "Mesa Verde ID does not answer" in answer.text
            assert 'href="/sign-in?next=/reports"' in answer.text
        assert log.whats() == ["sign_in.provider_failed"]
        assert "With a password" in visitor.browser.get("/sign-in").text


def test_keys_that_were_changed_are_read_anew(
    app: Flask, visitor: Visitor, user: User, identity: Identity
) -> None:
    visitor.arrive()
    identity.play(key="second", signer="second")
    time.sleep(KEYS_SECONDS)

    assert Visitor(app, identity).arrive().location == "/"
    assert len(identity.seen("keys")) == 2


def test_a_refusal_is_told_in_spanish(visitor: Visitor, identity: Identity) -> None:
    identity.play(error="access_denied")
    spanish = {"Accept-Language": "es"}

    page = visitor.browser.get("/sign-in", headers=spanish)
    answer = visitor.browser.get(identity.answer(visitor.begin()), headers=spanish)

    assert "Entrar con <bdi>Mesa Verde ID</bdi>" in page.text
    assert "Mesa Verde ID no le dejó entrar" in answer.text


@pytest.fixture
def plain(committed_database: Database, tmp_path: Path, clock: SetClock) -> Visitor:
    """Somebody at a desk where no provider is set."""
    runtime = houses.runtime(committed_database.engine, tmp_path, clock)
    app = one_app.over(runtime)
    runtime.redis.close()
    return Visitor(app, None)  # type: ignore[arg-type]  # there is none


def test_where_none_is_set_nothing_of_it_is_shown_and_its_addresses_say_so(
    plain: Visitor,
) -> None:
    page = plain.browser.get("/sign-in").text
    assert "Sign in with" not in page
    assert "/sign-in/single" not in page
    for path in ("/sign-in/single", "/sign-in/single/return?code=a&state=b"):
        answer = plain.browser.get(path)
        assert answer.status_code == HTTPStatus.NOT_FOUND
        assert "Single sign-on is not set up on this desk." in answer.text
    told = plain.browser.post("/sign-in/single/sign-out", data={"logout_token": "x"})
    assert told.status_code == HTTPStatus.NOT_FOUND
