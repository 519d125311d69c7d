"""Is somebody asked again who they are before a privileged act, and is nothing lost by it?"""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from http import HTTPStatus

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from inbox import admission, guessing, second_step, tokens
from inbox.models import AuditEvent, Role, User
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import PASSWORD, Make
from tests.web.conftest import JSON, Person

HOSTILE = '"><script>obeyed()</script>\r\n{{ 7 * 7 }}'
NEW = {"name": HOSTILE, "email": "bo@example.org", "role": "records"}


class Fields(HTMLParser):
    """Collects what each form of a page would send, by its address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.forms.setdefault(given["action"], {})
        if tag == "input" and given.get("type") == "hidden":
            self._form[given["name"]] = given["value"]


@pytest.fixture
def alex(make: Make) -> User:
    return make.user("Alex Reyes", role=Role.ADMINISTRATOR)


@pytest.fixture
def browser(app: Flask, alex: User, clock: SetClock) -> FlaskClient:
    """Somebody who signed in eleven minutes ago."""
    browser = app.test_client()
    browser.post("/sign-in", data={"email": alex.email, "password": PASSWORD})
    clock.advance(minutes=11)
    return browser


def _log(runtime: Runtime, *groups: str) -> list[tuple[str, str]]:
    with runtime.reading() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    return [(row.what, row.outcome) for row in rows if row.what.partition(".")[0] in groups]


def _answer(
    browser: FlaskClient, page: TestResponse, action: str = "/proof", **given: str
) -> TestResponse:
    return browser.post(action, data={**Fields(page.text).forms[action], **given})


def test_signing_in_is_a_proof_for_ten_minutes(
    app: Flask, alex: User, clock: SetClock, make: Make
) -> None:
    browser, ana = app.test_client(), make.user()
    browser.post("/sign-in", data={"email": alex.email, "password": PASSWORD})
    path = f"/people/{ana.id}/sign-ins/removal"

    clock.advance(minutes=9)
    assert browser.post(path).status_code == HTTPStatus.SEE_OTHER
    clock.advance(minutes=1)
    assert browser.post(path).status_code == HTTPStatus.FORBIDDEN


def test_what_was_typed_is_kept_and_sent_by_the_person_after_the_proof(
    browser: FlaskClient, runtime: Runtime, make: Make
) -> None:
    ana = make.user("Ana Lopez")
    path = f"/people/{ana.id}/role"
    came = {"Referer": "http://localhost/people?all=1"}

    asked = browser.post(path, data={"role": "records", "note": HOSTILE}, headers=came)
    assert asked.status_code == HTTPStatus.FORBIDDEN
    assert "Nothing was done yet" in asked.text
    assert "<script>obeyed" not in asked.text
    wrong = _answer(browser, asked, password="not it at all")
    assert "not your password" in wrong.text
    thanked = _answer(browser, wrong, password=PASSWORD)
    assert 'href="/people?all=1"' in thanked.text
    assert _role(runtime, ana) is ana.role
    kept = Fields(thanked.text).forms[path]
    assert {name: value.split() for name, value in kept.items()} == {
        "role": ["records"],
        "note": HOSTILE.split(),
    }
    browser.post(path, data=kept)

    assert _role(runtime, ana) is Role.RECORDS
    assert _log(runtime, "access", "sign_in", "person")[1:] == [
        ("access.asked_again", "failure"),
        ("sign_in.failed", "failure"),
        ("sign_in.proven", "success"),
        ("person.role", "success"),
    ]


def test_the_page_names_the_act_and_whom_it_is_done_to(browser: FlaskClient, make: Make) -> None:
    ana = make.user("Ana <b>Lopez")
    offered = {
        f"/people/{ana.id}/disabling": ({}, "Disable Ana &lt;b&gt;Lopez"),
        f"/people/{ana.id}/role": (
            {"role": "records"},
            "Change what Ana &lt;b&gt;Lopez does to: Records officer",
        ),
        "/tokens": ({"name": "Dashboard"}, "Make the token “Dashboard”"),
        "/teams": ({"name": ""}, "Make the team “without a name”"),
        "/tokens/everybody": (
            {"name": "Wall", "person": str(ana.id)},
            "Ask for the token “Wall” for Ana &lt;b&gt;Lopez",
        ),
        f"/accounts/{make.account().id}/disconnection": (
            {},
            "Disconnect the account Facebook, Mesa Verde Police Department",
        ),
    }
    asked = {path: browser.post(path, data=given) for path, (given, _) in offered.items()}

    for path, (_, words) in offered.items():
        assert words in asked[path].text
        assert words in _answer(browser, asked[path], password=PASSWORD).text


def test_what_is_gone_or_somebody_elses_is_not_named(
    browser: FlaskClient, make: Make, runtime: Runtime
) -> None:
    with runtime.writing() as session:
        tokens.issue(session, session.get_one(User, make.user().id), "Of somebody else")

    pages = [browser.post(path) for path in ("/people/4711/disabling", "/tokens/1/revocation")]
    for asked in pages:
        assert "You asked for this" not in asked.text
        assert "Somebody else" not in asked.text
        assert "Do it now" in _answer(browser, asked, password=PASSWORD).text


def test_nobody_learns_a_name_from_an_act_they_may_not_do(ana: Person, make: Make) -> None:
    bo = make.user("Bo Ito")

    assert "Bo Ito" not in ana.get(f"/proof?act=/people/{bo.id}/disabling&form=yes").text


def _role(runtime: Runtime, person: User) -> Role:
    with runtime.reading() as session:
        return session.get_one(User, person.id).role


def test_a_form_with_a_password_in_it_is_filled_in_once_more(
    browser: FlaskClient, runtime: Runtime
) -> None:
    secret = "four words are enough"
    came = {"Referer": "http://localhost/people"}

    asked = browser.post(
        "/people", data={**NEW, "name": "Ana Park", "password": secret}, headers=came
    )

    assert secret not in asked.text
    thanked = _answer(browser, asked, password=PASSWORD)
    assert "Not kept, so that nobody else can read it: the password." in thanked.text
    assert 'href="/people?name=Ana+Park">Back to the form' in thanked.text
    assert "<form" not in thanked.text
    assert _log(runtime, "person") == []


def test_the_user_name_of_an_account_is_filled_in_already_and_its_password_is_not(
    browser: FlaskClient,
) -> None:
    path = "/accounts/connections/instagram_private/password"
    came = {"Referer": f"http://localhost{path}?account=0"}
    given = {"username": "mesaverde & co", "password": "four words are enough", "code": "123456"}

    thanked = _answer(browser, browser.post(path, data=given, headers=came), password=PASSWORD)

    assert "Connect an account by name and password" in thanked.text
    assert "the password, the code." in thanked.text
    assert "four words" not in thanked.text
    back = unescape(re.findall(r'href="([^"]*)">Back to the form', thanked.text)[0])
    assert back == f"{path}?account=0&username=mesaverde+%26+co"
    assert 'value="mesaverde &amp; co"' in browser.get(back).text


def test_a_page_is_shown_and_a_table_is_offered_after_the_proof(browser: FlaskClient) -> None:
    shown = browser.get("/security/authenticator")
    assert shown.location == "/proof?next=/security/authenticator"
    given = {"password": PASSWORD, "next": "/security/authenticator"}
    assert browser.post("/proof", data=given).location == "/security/authenticator"
    assert browser.get("/security/authenticator").status_code == HTTPStatus.OK


def test_a_table_leads_back_to_the_page_its_link_stood_on(
    browser: FlaskClient, runtime: Runtime
) -> None:
    table = "/audit/table.csv?what=person&who=0"
    came = {"Referer": "http://localhost/audit?what=person"}

    asked = browser.get(browser.get(table, headers=came).location)
    thanked = unescape(_answer(browser, asked, password=PASSWORD).text)

    assert f'href="{table}"' in thanked
    assert 'href="/audit?what=person"' in thanked
    assert _log(runtime, "export") == []
    assert browser.get(table).mimetype == "text/csv"
    assert _log(runtime, "export") == [("export.made", "success")]


def test_wrong_tries_count_as_at_the_sign_in_and_lock(
    app: Flask, browser: FlaskClient, alex: User
) -> None:
    for _ in range(guessing.MOST):
        browser.post("/proof", data={"password": "not it at all"})

    right = browser.post("/proof", data={"password": PASSWORD})
    elsewhere = app.test_client().post("/sign-in", data={"email": alex.email, "password": PASSWORD})
    assert "locked after 5 wrong" in right.text
    assert "locked after 5 wrong" in elsewhere.text
    assert browser.post("/use-notice").status_code == HTTPStatus.FORBIDDEN


def test_a_code_or_a_recovery_code_is_a_proof_and_no_forged_passkey(
    app: Flask, alex: User, runtime: Runtime, clock: SetClock
) -> None:
    with runtime.writing() as session:
        secret = pyotp.TOTP(second_step.begin(session, alex))
    _, recovery = admission.set_up_second(runtime, alex.id, secret.at(clock.now()))
    clock.advance(minutes=1)
    browser = app.test_client()
    browser.post("/sign-in", data={"email": alex.email, "password": PASSWORD})
    browser.post("/sign-in/code", data={"code": secret.at(clock.now())})

    clock.advance(minutes=11)
    assert 'action="/proof/code"' in browser.get("/proof").text
    assert browser.post("/proof/passkey/challenge").json["challenge"]
    forged = browser.post("/proof/passkey", data={"answer": json.dumps({"id": "YQ"})})
    assert "not accepted" in forged.text
    wrong = browser.post("/proof/code", data={"code": "123", "next": "/audit"})
    assert "does not count" in wrong.text
    assert not _is_proven(browser)
    right = browser.post("/proof/code", data={"code": secret.at(clock.now()), "next": "/audit"})
    assert right.location == "/audit"
    assert _is_proven(browser)

    clock.advance(minutes=11)
    assert not _is_proven(browser)
    browser.post("/proof/code", data={"code": recovery[0]})
    assert _is_proven(browser)


def _is_proven(browser: FlaskClient) -> bool:
    return browser.get("/audit/table.csv").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_a_proof_leads_to_no_other_site_and_to_no_other_act(
    browser: FlaskClient, elsewhere: str, make: Make
) -> None:
    given = {"password": PASSWORD, "next": elsewhere}
    assert browser.post("/proof", data=given).location == "/"

    claim = f"/conversations/{make.conversation().id}/assignment"
    for act in (elsewhere, f"{elsewhere}/people", claim, "/sign-out", "/people/x"):
        page = browser.post("/proof", data={**given, "act": act, "form": "yes", "kept-a": "b"})
        assert "<form" not in page.text
        assert act not in page.text
        assert "Nothing was done yet" in page.text


def test_another_site_can_neither_ask_nor_answer(browser: FlaskClient, runtime: Runtime) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    for path in ("/use-notice", "/proof"):
        refused = browser.post(path, data={"password": PASSWORD}, headers=elsewhere)
        assert "came from another site" in refused.text
    assert "sign_in.proven" not in dict(_log(runtime, "sign_in"))


def test_a_script_is_told_and_a_token_needs_no_proof(
    browser: FlaskClient, make: Make, runtime: Runtime
) -> None:
    told = browser.post("/security/passkeys/new", headers=JSON)
    assert told.status_code == HTTPStatus.FORBIDDEN
    assert "Show first that it is you" in told.json["detail"]
    with runtime.writing() as session:
        secret = tokens.issue(session, session.get_one(User, make.user().id), "A program")

    bearer = {"Authorization": f"Bearer {secret}"}

    assert browser.get("/api/v1/report", headers=bearer).status_code == HTTPStatus.OK


def test_a_role_that_may_not_is_refused_before_it_is_asked(ana: Person) -> None:
    refused = ana.post("/people", **NEW)

    assert "Only an administrator" in refused.text
    assert "/proof" not in refused.text


def test_who_signed_in_before_sign_ins_had_keys_signs_in_again(make: Make, app: Flask) -> None:
    old = Person(app, make.user(role=Role.ADMINISTRATOR))

    assert old.post("/use-notice").status_code == HTTPStatus.FORBIDDEN
    assert old.post("/proof", password=PASSWORD).location == "/sign-in"
