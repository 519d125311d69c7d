"""Does a name and a password connect an account, and is the password kept nowhere?"""

from __future__ import annotations

import logging
from http import HTTPStatus
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer
from werkzeug.test import TestResponse

from connectors.words import Platform
from inbox import accounts
from inbox.models import Account, Role
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.sandbox.running import Running
from tests.web.conftest import Person, SignIn

PATH = "/accounts/connections/instagram_private/password"
USERNAME, PASSWORD, CODE = "mesaverdepd.community", "practice-password", "482913"


def _sign_in(person: Person, **changed: object) -> TestResponse:
    return person.post(PATH, **{"username": USERNAME, "password": PASSWORD, **changed})


def _accounts(runtime: Runtime) -> list[Account]:
    with runtime.reading() as session:
        query = select(Account).options(undefer(Account.sealed_credentials))
        return list(session.scalars(query.order_by(Account.id)))


def _two_step(sandbox: Running, code: str = CODE) -> None:
    headers = {"X-Sim-Host": "i.instagram.com"}
    path = f"{sandbox.address}/practice/two_step/?code={code}"
    sandbox.http.post(path, headers=headers).raise_for_status()


def test_a_name_and_a_password_connect_the_account(admin: Person, runtime: Runtime) -> None:
    assert PATH in admin.get("/accounts/connections/new").text
    assert 'type="password"' in admin.get(PATH).text

    done = _sign_in(admin)

    (account,) = _accounts(runtime)
    assert done.location == f"/accounts#account-{account.id}"
    assert (account.connector, account.handle) == ("instagram_private", USERNAME)


def test_a_wrong_password_is_told_in_words_and_tried_once(
    admin: Person, runtime: Runtime, sandbox: Running
) -> None:
    told = _sign_in(admin, password="wrong horse")

    assert told.status_code == HTTPStatus.CONFLICT
    assert "did not accept this user name and password" in told.text
    assert f'value="{USERNAME}"' in told.text
    assert "wrong horse" not in told.text
    assert len(sandbox.journal(path="/accounts/login/")) == 1
    assert not _accounts(runtime)


def test_a_two_factor_code_is_asked_for_and_opens_the_account(
    admin: Person, runtime: Runtime, sandbox: Running
) -> None:
    _two_step(sandbox)

    asked = _sign_in(admin)
    assert asked.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'autocomplete="one-time-code"' in asked.text
    assert PASSWORD not in asked.text
    device = asked.text.partition('name="device" value="')[2].partition('"')[0]

    refused = _sign_in(admin, code="111111", device=device)
    assert "did not accept this code" in refused.text
    assert not _accounts(runtime)

    _sign_in(admin, code="482 913", device=device)
    assert len(_accounts(runtime)) == 1
    tried = sandbox.journal(path="/accounts/login/")
    assert len(tried) == 3
    assert len({entry["parameters"]["device_id"] for entry in tried}) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            {"message": "challenge_required", "challenge": {"url": "u", "api_path": "/c/1"}},
            "wants proof that this sign-in is yours",
        ),
        (
            {
                "message": "challenge_required",
                "challenge": {"url": "https://i.instagram.com/accounts/suspended/", "api_path": ""},
            },
            "has suspended this account",
        ),
    ],
)
def test_a_challenge_is_shown_to_the_person_and_answered_by_nobody_else(
    admin: Person, runtime: Runtime, sandbox: Running, body: dict[str, object], words: str
) -> None:
    sandbox.faults(
        kind="status", platform="instagram_private", route="*send_login*", status=400, body=body
    )

    told = _sign_in(admin)

    assert told.status_code == HTTPStatus.CONFLICT
    assert words in told.text
    assert len(sandbox.journal(path="send_login")) == 1
    assert not _accounts(runtime)


def test_another_account_than_the_one_meant_must_be_confirmed(
    admin: Person, runtime: Runtime, make: Make
) -> None:
    meant = make.account("instagram_private", Platform.INSTAGRAM, external_id="1", handle="other")
    assert f"{PATH}?account={meant.id}" in admin.get("/accounts").text
    assert 'value="other"' in admin.get(f"{PATH}?account={meant.id}").text

    asked = _sign_in(admin, account=meant.id)

    assert "did not open" in admin.get(asked.location).text
    assert len(_accounts(runtime)) == 1
    admin.post(f"{asked.location}/accounts", account="50000000101")
    assert len(_accounts(runtime)) == 2


def test_the_password_is_kept_nowhere(
    admin: Person,
    runtime: Runtime,
    sandbox: Running,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    _sign_in(admin)

    (account,) = _accounts(runtime)
    with runtime.reading() as session:
        session_kept = accounts.access(session, account.id).credentials
    assert PASSWORD not in str(session_kept)
    assert PASSWORD not in caplog.text
    assert PASSWORD not in admin.get("/accounts").text
    secret = session_kept["authorization_data"]["sessionid"]
    assert secret.encode() not in account.sealed_credentials
    assert secret not in caplog.text


def test_only_administrators_sign_accounts_in(make: Make, sign_in: SignIn) -> None:
    person = sign_in(make.user(role=Role.SENIOR))

    assert person.get(PATH).status_code == HTTPStatus.FORBIDDEN
    assert _sign_in(person).status_code == HTTPStatus.FORBIDDEN


def test_consent_and_password_are_not_mistaken_for_each_other(admin: Person) -> None:
    assert admin.post("/accounts/connections", connector="instagram_private").status_code == 404
    assert admin.get("/accounts/connections/instagram_private/callback").status_code == 404
    assert admin.post("/accounts/connections/x/password", username="a").status_code == 404
