"""By which of X's two sign-ins is a profile connected, and is its renewal no alarm?"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from inbox import accounts
from inbox.models import Account, ConnectionAttempt, Role
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.sandbox.running import Running
from tests.web.conftest import Person
from tests.web.connecting.conftest import begin, consent
from web.app import create_app

if TYPE_CHECKING:
    from tests.databases import Database

OLDER = "X by OAuth 1.0a"


def test_with_both_applications_set_both_ways_are_offered_the_newer_first(admin: Person) -> None:
    page = admin.get("/accounts/connections/new").text
    assert 0 < page.index('value="x_oauth2">Connect X<') < page.index(f"Connect {OLDER}")


def test_a_way_that_lacks_settings_is_not_mentioned_where_another_is_open(
    committed_database: Database, tmp_path: Path, clock: SetClock
) -> None:
    runtime = houses.runtime(
        committed_database.engine, tmp_path, clock, HEARBACK_X_CLIENT_ID="a public application"
    )
    admin = Person(create_app(runtime), Make(runtime).user(role=Role.ADMINISTRATOR))

    page = admin.get("/accounts/connections/new").text

    assert 'value="x_oauth2"' in page
    assert OLDER not in page
    runtime.redis.close()


def test_an_account_of_the_older_sign_in_is_connected_again_by_the_newer(
    admin: Person, runtime: Runtime
) -> None:
    admin.get(consent(begin(admin, "x")))
    older = _account(runtime)
    assert "consumer_key" in runtime.vault.open(older.sealed_credentials)

    admin.get(consent(begin(admin, "x", account=older.id)))

    newer = _account(runtime)
    assert (newer.id, newer.connector) == (older.id, "x")
    assert "refresh_token" in runtime.vault.open(newer.sealed_credentials)
    assert "Connect it again" in admin.get("/accounts").text


def test_access_that_renews_itself_alarms_nobody_and_nothing_of_it_is_shown(
    admin: Person, runtime: Runtime, sandbox: Running, clock: SetClock
) -> None:
    page = begin(admin, "x_oauth2")
    with runtime.reading() as session:
        kept = session.scalars(select(ConnectionAttempt.sealed)).one()
    verifier = runtime.vault.open(kept)["kept"]["verifier"]
    assert verifier not in page
    assert verifier.encode() not in kept
    admin.get(consent(page))
    clock.advance(hours=3)

    shown = admin.get("/accounts").text

    account = _account(runtime)
    assert account.token_expires_at is None
    assert "No end told" in shown
    assert "must be connected again soon" not in admin.get("/desk/open").text
    opened = runtime.vault.open(account.sealed_credentials)
    for name in ("access_token", "refresh_token", "client_secret"):
        assert opened[name] not in shown
        assert opened[name].encode() not in account.sealed_credentials
        with runtime.reading() as session:
            assert opened[name] not in repr(accounts.access(session, account.id))


def test_x_away_at_the_last_step_is_told_in_words(admin: Person, sandbox: Running) -> None:
    back = consent(begin(admin, "x_oauth2"))
    sandbox.faults(kind="status", status=503, platform="x", route="*/oauth2/token")

    told = admin.get(back)

    assert told.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Nothing was changed" in told.text


def _account(runtime: Runtime) -> Account:
    with runtime.reading() as session:
        query = select(Account).options(undefer(Account.sealed_credentials))
        return session.scalars(query).one()
