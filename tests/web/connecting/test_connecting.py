"""Does an administrator connect accounts in the browser, and nobody else for them?"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from connectors.registry import CONNECTORS
from connectors.ways import WAYS
from inbox import accounts
from inbox.connecting.attempts import GOOD_FOR
from inbox.models import Account, ConnectionAttempt, Event, Role
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.sandbox.running import Running
from tests.web.conftest import Person, SignIn
from tests.web.connecting.conftest import begin, consent
from web.app import create_app

if TYPE_CHECKING:
    from tests.databases import Database

START = "/accounts/connections"


def _accounts(runtime: Runtime) -> list[Account]:
    with runtime.reading() as session:
        return list(session.scalars(select(Account).order_by(Account.id)))


@pytest.mark.parametrize("way", ["x", "x_oauth2", "facebook", "instagram_graph"])
def test_the_only_account_that_consent_opens_is_connected(
    admin: Person, runtime: Runtime, sandbox: Running, way: str
) -> None:
    done = admin.get(consent(begin(admin, way)))

    (account,) = _accounts(runtime)
    assert done.location == f"/accounts#account-{account.id}"
    assert account.connector == WAYS[way].connector
    assert account.external_id == sandbox.profile(account.connector)["id"]
    with runtime.reading() as session:
        event = session.scalars(select(Event).where(Event.name == "account.connected")).one()
        assert event.user_id == admin.user.id
        assert not session.scalars(select(ConnectionAttempt)).all()


@pytest.mark.parametrize("way", ["x", "x_oauth2"])
def test_what_was_connected_reads_its_platform(
    admin: Person, runtime: Runtime, sandbox: Running, way: str
) -> None:
    admin.get(consent(begin(admin, way)))
    said = sandbox.say(platform="x", kind="mention", text="@MesaVerdePD hello")

    (account,) = _accounts(runtime)
    with runtime.reading() as session:
        access = accounts.access(session, account.id)
    page = CONNECTORS["x"](access).fetch("mentions", since=None, at=None)
    assert [item.external_id for item in page.items] == [said]


def test_among_several_pages_one_chooses(admin: Person, runtime: Runtime, sandbox: Running) -> None:
    other = sandbox.control("pages", {"name": "Mesa Verde Animal Services"})["id"]

    back = admin.get(consent(begin(admin, "facebook")))
    assert not _accounts(runtime)
    page = admin.get(back.location).text
    assert "Mesa Verde Animal Services" in page
    assert "Mesa Verde Police Department" in page

    nothing = admin.post(f"{back.location}/accounts")
    assert nothing.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert admin.post(f"{back.location}/accounts", account="1").status_code == 422
    both = [other, sandbox.profile("facebook")["id"]]
    admin.post(f"{back.location}/accounts", account=both)
    assert {account.external_id for account in _accounts(runtime)} == set(both)


@pytest.mark.parametrize("way", ["x", "x_oauth2"])
def test_a_sign_in_comes_back_once(admin: Person, runtime: Runtime, way: str) -> None:
    back = consent(begin(admin, way))

    assert admin.get(back).status_code == HTTPStatus.SEE_OTHER
    assert admin.get(back).status_code == HTTPStatus.NOT_FOUND
    assert len(_accounts(runtime)) == 1


@pytest.mark.parametrize("connector", ["x", "x_oauth2", "facebook"])
def test_only_the_browser_that_began_may_finish(
    admin: Person, runtime: Runtime, sign_in: SignIn, connector: str
) -> None:
    back = consent(begin(admin, connector))

    another_browser = sign_in(admin.user)
    refused = another_browser.get(back)

    assert refused.status_code == HTTPStatus.NOT_FOUND
    assert "in another browser" in refused.text
    assert not _accounts(runtime)
    assert admin.get(back).status_code == HTTPStatus.SEE_OTHER


def test_a_made_up_state_leads_nowhere(admin: Person, runtime: Runtime) -> None:
    begin(admin, "facebook")

    for path in (
        "facebook/callback?code=1&state=guess",
        "facebook/callback?code=1",
        "x/callback",
        "x_oauth2/callback?code=1&state=guess",
        "x_oauth2/callback?code=1",
    ):
        assert admin.get(f"{START}/{path}").status_code == HTTPStatus.NOT_FOUND
    assert not _accounts(runtime)


def test_a_sign_in_ends_after_minutes(admin: Person, clock: SetClock) -> None:
    back = consent(begin(admin, "facebook"))

    clock.advance(seconds=GOOD_FOR.total_seconds() + 1)

    assert admin.get(back).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("connector", "name"), [("x", "X"), ("x_oauth2", "X"), ("facebook", "Facebook")]
)
def test_a_no_on_the_consent_page_is_told_in_words(
    admin: Person, runtime: Runtime, connector: str, name: str
) -> None:
    told = admin.get(consent(begin(admin, connector), "no"))

    assert told.status_code == HTTPStatus.CONFLICT
    assert f"{name} gave no permission" in told.text
    assert not _accounts(runtime)


def test_a_platform_that_is_away_is_told_in_words(admin: Person, sandbox: Running) -> None:
    sandbox.faults(kind="status", status=503, platform="x")

    told = admin.post(START, connector="x")

    assert told.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Nothing was changed" in told.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_connect(make: Make, sign_in: SignIn, role: Role) -> None:
    person = sign_in(make.user(role=role))

    assert "Connect an account" not in person.get("/accounts").text
    assert person.get(f"{START}/new").status_code == HTTPStatus.FORBIDDEN
    refused = person.post(START, connector="x")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert "Only an administrator" in refused.text


def test_the_way_in_is_offered(admin: Person) -> None:
    assert "Connect an account" in admin.get("/accounts").text

    page = admin.get(f"{START}/new").text

    assert "Connect X" in page
    assert "Not possible yet" not in page
    assert admin.post(START, connector="myspace").status_code == HTTPStatus.NOT_FOUND


def test_missing_settings_are_named(
    committed_database: Database, tmp_path: Path, clock: SetClock
) -> None:
    bare = houses.runtime(committed_database.engine, tmp_path, clock)
    make = Make(bare)
    admin = Person(create_app(bare), make.user(role=Role.ADMINISTRATOR)).proven()

    page = admin.get(f"{START}/new").text

    assert "<code>HEARBACK_META_APP_ID</code> and <code>HEARBACK_META_APP_SECRET</code>" in page
    refused = admin.post(START, connector="x")
    assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "HEARBACK_X_CONSUMER_KEY and HEARBACK_X_CONSUMER_SECRET must be set" in refused.text
    bare.redis.close()


def test_nothing_secret_is_shown_or_stored_in_the_open(
    admin: Person, runtime: Runtime, sandbox: Running
) -> None:
    sandbox.control("pages", {"name": "Another"})
    back = admin.get(consent(begin(admin, "facebook")))
    tokens = [token for token in sandbox.state()["tokens"] if token["kind"] == "page"]

    page = admin.get(back.location).text
    with runtime.reading() as session:
        kept = session.scalars(select(ConnectionAttempt.sealed)).one()

    assert tokens
    for token in tokens:
        assert token["value"] not in page
        assert token["value"].encode() not in kept
