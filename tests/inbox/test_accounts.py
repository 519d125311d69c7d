from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from inbox import accounts
from inbox.models import Account
from inbox.runtime import Runtime
from inbox.vault import SealBroken, Vault
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make

if TYPE_CHECKING:
    from tests.databases import Database


def test_credentials_never_show_themselves(make: Make, runtime: Runtime) -> None:
    account = make.account(credentials={"page_token": "very secret"})

    with runtime.reading() as session:
        access = accounts.access(session, account.id)
        stored = session.get_one(Account, account.id)
        assert access.credentials["page_token"] == "very secret"
        assert "very secret" not in repr(access) + repr(stored) + repr(runtime.settings)
        assert b"very secret" not in stored.sealed_credentials


def test_a_graph_version_by_setting_replaces_the_stored_one(
    committed_database: Database, tmp_path: Path, clock: SetClock
) -> None:
    engine = committed_database.engine
    runtime = houses.runtime(engine, tmp_path, clock, HEARBACK_GRAPH_VERSION="v26.0")
    make = Make(runtime)
    page = make.account(credentials={"page_token": "t", "graph_version": "v24.0"})
    other = make.account(credentials={"page_token": "t"})

    with runtime.reading() as session:
        assert accounts.access(session, page.id).credentials["graph_version"] == "v26.0"
        assert "graph_version" not in accounts.access(session, other.id).credentials
    runtime.redis.close()


def test_connecting_again_keeps_the_history_and_clears_the_problem(
    make: Make, runtime: Runtime
) -> None:
    account = make.account(external_id="page-1")
    conversation = make.conversation(account)
    with runtime.writing() as session:
        accounts.stop(session, account.id, "Facebook ended its access.")

    again = make.account(external_id="page-1")

    assert again.id == account.id == conversation.account_id
    with runtime.reading() as session:
        (health,) = accounts.overview(session)
        assert not health.is_stopped
        assert health.account.problem is None


def test_a_lost_key_is_told_in_words(make: Make, runtime: Runtime) -> None:
    account = make.account()
    with runtime.reading() as session:
        sealed = session.get_one(Account, account.id).sealed_credentials
        other = Vault((houses.new_key(),))

        with pytest.raises(SealBroken, match="HEARBACK_CREDENTIALS_KEY"):
            other.open(sealed)


def test_a_key_can_be_rotated(runtime: Runtime) -> None:
    old, new = houses.new_key(), houses.new_key()
    sealed = Vault((old,)).seal({"a": 1})

    assert Vault((new, old)).open(sealed) == {"a": 1}
