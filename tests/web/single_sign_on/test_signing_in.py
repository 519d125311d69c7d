"""Does somebody come in by the department's own identity provider?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from inbox import admission, inviting, one_time_links, people, second_step
from inbox.inviting import Invited
from inbox.models import OpenSignIn, ProviderLink, Role, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.identity.running import CLIENT_SECRET, Identity
from tests.web.single_sign_on.conftest import ANA, Log, Visitor


def test_whoever_was_let_in_comes_in_by_their_checked_address_and_lands_where_they_wanted(
    visitor: Visitor, user: User, identity: Identity, log: Log, runtime: Runtime
) -> None:
    page = visitor.browser.get("/sign-in?next=/reports")
    assert "Sign in with <bdi>Mesa Verde ID</bdi>" in page.text
    assert 'href="/sign-in/single?next=/reports"' in page.text

    answer = visitor.arrive("/sign-in/single?next=/reports")

    assert answer.status_code == HTTPStatus.SEE_OTHER, answer.text
    assert answer.location == "/reports"
    assert visitor.is_in()
    asked = identity.seen("authorize")[0]
    assert asked["scope"] == "openid email"
    assert asked["code_challenge_method"] == "S256"
    assert (asked["max_age"], "prompt" in asked) == ("43200", False)
    assert log.whats() == ["person.provider", "sign_in.succeeded"]
    assert '"by":"single sign-on"' in log.last()[1]
    with runtime.reading() as session:
        link = session.scalars(select(ProviderLink)).one()
        assert (link.issuer, link.subject, link.user_id) == (identity.issuer, ANA["sub"], user.id)


def test_afterwards_they_are_known_by_their_name_there_whatever_their_address(
    app: Flask, visitor: Visitor, user: User, identity: Identity, log: Log
) -> None:
    visitor.arrive()
    identity.play(person={"sub": ANA["sub"], "email": "ana.ortiz@example.org"})
    later = Visitor(app, identity)

    assert later.arrive().location == "/"

    assert later.is_in()
    assert log.whats() == ["person.provider", "sign_in.succeeded", "sign_in.succeeded"]


def test_no_page_of_another_site_signs_anybody_in_behind_their_back(
    visitor: Visitor, user: User, identity: Identity
) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    led = visitor.browser.get("/sign-in/single?next=/reports", headers=elsewhere)

    assert led.location == "/sign-in?next=/reports"
    assert identity.seen("authorize") == []
    assert visitor.arrive("/sign-in/single?next=/reports").location == "/reports"


def test_an_address_that_only_userinfo_tells_is_taken_from_there(
    visitor: Visitor, user: User, identity: Identity
) -> None:
    identity.play(person={"sub": ANA["sub"]}, userinfo=ANA)

    visitor.arrive()

    assert visitor.is_in()


def test_with_a_second_step_of_ours_they_take_it_too(
    visitor: Visitor, user: User, runtime: Runtime, clock: SetClock, log: Log
) -> None:
    secret = _second_step(runtime, user, clock)

    asked = visitor.arrive("/sign-in/single?next=/reports")

    assert asked.location == "/sign-in/code?next=/reports"
    assert not visitor.is_in()
    given = {"code": secret.at(clock.now()), "next": "/reports"}
    assert visitor.browser.post("/sign-in/code", data=given).location == "/reports"
    assert visitor.is_in()
    assert '"by":"single sign-on"' in log.last()[1]


def _second_step(runtime: Runtime, user: User, clock: SetClock) -> pyotp.TOTP:
    with runtime.writing() as session:
        secret = pyotp.TOTP(second_step.begin(session, user))
    admission.set_up_second(runtime, user.id, secret.at(clock.now()))
    clock.advance(seconds=60)
    return secret


@pytest.mark.parametrize("more", [{"HEARBACK_SSO_SECOND_STEP": "mfa, urn:example:two"}])
@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:example:two"}])
def test_a_second_step_taken_there_counts_where_a_setting_says_so(
    visitor: Visitor,
    user: User,
    runtime: Runtime,
    clock: SetClock,
    identity: Identity,
    said: dict[str, object],
) -> None:
    _second_step(runtime, user, clock)
    identity.play(claims=said)

    assert visitor.arrive().location == "/"
    assert visitor.is_in()


@pytest.mark.parametrize(
    "more", [{"HEARBACK_SSO_SECOND_STEP": "mfa", "HEARBACK_SECOND_STEP": "required"}]
)
def test_where_a_second_step_is_required_it_is_set_up_or_was_taken_there(
    app: Flask, visitor: Visitor, user: User, identity: Identity
) -> None:
    identity.play(claims={"amr": ["pwd"]})
    assert visitor.arrive().location == "/security/authenticator"
    assert not visitor.is_in()

    identity.play(claims={"amr": ["mfa"]})
    whole = Visitor(app, identity)
    assert whole.arrive().location == "/"
    assert whole.is_in()


@pytest.mark.parametrize("more", [{"HEARBACK_SSO_EMAIL": "trusted"}])
def test_a_trusted_provider_need_not_say_that_it_checked_an_address(
    visitor: Visitor, user: User, identity: Identity
) -> None:
    identity.play(claims={"email_verified": None})

    visitor.arrive()

    assert visitor.is_in()


def test_twelve_hours_and_proofs_count_from_when_they_signed_in_there(
    visitor: Visitor, make: Make, identity: Identity, clock: SetClock, runtime: Runtime
) -> None:
    make.user("Ana", email=ANA["email"], role=Role.ADMINISTRATOR)
    identity.play(signed_in_at=(clock.now() - timedelta(hours=11)).timestamp())

    visitor.arrive()

    assert visitor.is_in("/people")
    assert visitor.browser.post("/use-notice").status_code == HTTPStatus.FORBIDDEN
    with runtime.reading() as session:
        one = session.scalars(select(OpenSignIn)).one()
        assert one.began_at == clock.now() - timedelta(hours=11)
    clock.advance(minutes=29)
    assert visitor.is_in("/people")
    clock.advance(minutes=31)
    assert visitor.browser.get("/people").location.startswith("/sign-in")


def test_whoever_is_here_already_signs_in_there_once_more(
    visitor: Visitor, user: User, identity: Identity
) -> None:
    visitor.arrive()
    visitor.browser.post("/lock")

    visitor.arrive()

    again = identity.seen("authorize")[1]
    assert (again["max_age"], again["prompt"]) == ("0", "login")
    assert visitor.is_in()


def test_an_invitation_is_taken_up_by_coming_in(
    visitor: Visitor, runtime: Runtime, log: Log
) -> None:
    with runtime.writing() as session:
        invited = Invited(email=ANA["email"], name="Ana Lopez", role=Role.RESPONDER)
        new = inviting.invite(session, invited, by=None)
        assert new is not None
        assert people.yet_to_come(session) == {new.person.id}

    visitor.arrive()

    assert visitor.is_in()
    with runtime.reading() as session:
        assert people.yet_to_come(session) == set()
        assert session.get_one(User, new.person.id).away_since is None


def test_one_administrator_who_never_had_a_password_is_enough_to_stay(
    visitor: Visitor, runtime: Runtime, make: Make
) -> None:
    alex = make.user("Alex", role=Role.ADMINISTRATOR)
    with runtime.writing() as session:
        invited = Invited(email=ANA["email"], name="Ana Lopez", role=Role.ADMINISTRATOR)
        inviting.invite(session, invited, by=None)
    visitor.arrive()

    answer = visitor.browser.post(f"/people/{alex.id}/disabling")

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.location == "/people"


@pytest.mark.parametrize("path", ["/sign-in", "/people"])
def test_the_secret_is_nowhere_to_be_seen(
    visitor: Visitor, user: User, runtime: Runtime, path: str
) -> None:
    assert CLIENT_SECRET not in visitor.browser.get(path).text
    assert CLIENT_SECRET not in repr(runtime.settings)


def test_a_form_of_ours_leads_to_no_other_site(visitor: Visitor, user: User) -> None:
    page = visitor.browser.get("/sign-in?next=//evil.example")
    assert "evil" not in page.text

    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        assert visitor.arrive(f"/sign-in/single?next={elsewhere}").location == "/"


def test_the_way_back_is_the_address_that_people_open(visitor: Visitor, user: User) -> None:
    asked = parse_qs(urlsplit(visitor.begin()).query)

    assert asked["redirect_uri"] == ["http://localhost/sign-in/single/return"]


class TestRequired:
    """Where single sign-on is the only way."""

    pytestmark = pytest.mark.parametrize(
        "more", [{"HEARBACK_SSO": "required", "HEARBACK_SSO_BREAK_GLASS": "Alex@example.org"}]
    )

    def test_a_password_lets_in_the_named_administrators_alone(
        self, app: Flask, make: Make, visitor: Visitor, user: User
    ) -> None:
        alex = make.user("Alex", email="alex@example.org", role=Role.ADMINISTRATOR)
        page = visitor.browser.get("/sign-in").text
        assert "With a password, for administrators in an emergency" in page

        def answer(who: User, password: str = PASSWORD) -> str:
            given = {"email": who.email, "password": password}
            answer = app.test_client().post("/sign-in", data=given)
            return answer.text if answer.status_code != HTTPStatus.SEE_OTHER else "in"

        assert "Passwords let nobody in here" in answer(user)
        assert "do not match" in answer(user, "wrong words here")
        assert answer(alex) == "in"

    def test_nobody_is_given_a_link_for_a_password(
        self, visitor: Visitor, make: Make, runtime: Runtime, identity: Identity
    ) -> None:
        make.user("Ana", email=ANA["email"], role=Role.ADMINISTRATOR)
        visitor.arrive()
        given = {"name": "Bo Diaz", "email": "bo@example.org", "role": "responder"}

        assert visitor.browser.post("/people", data=given).location == "/people"

        with runtime.reading() as session:
            bo = people.by_email(session, "bo@example.org")
            assert one_time_links.standing(session) == {}
        page = visitor.browser.get("/people").text
        assert "They come in with" in page
        assert f"/people/{bo.id}/link" not in page
        refused = visitor.browser.post(f"/people/{bo.id}/link")
        assert "need no link for a password" in refused.text
        identity.play(person={"sub": "bo", "email": "bo@example.org", "email_verified": True})
        assert visitor.arrive().location == "/"
