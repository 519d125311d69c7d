"""Is the key replaced without losing anything, whenever it is interrupted?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from hearback import rotating
from inbox import accounts, resealing
from inbox.config import Settings
from inbox.models import Account
from inbox.runtime import Runtime
from inbox.vault import SealBroken, Vault, read_keys
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make

if TYPE_CHECKING:
    from tests.databases import Database

SECRET = "EAAB-a-planted-token"


@pytest.fixture
def house(committed_database: Database, tmp_path: Path, clock: SetClock) -> Runtime:
    """A house whose key is in a file, as `make run` leaves it."""
    (tmp_path / "credentials_key").write_text(houses.new_key())
    address = committed_database.engine.url.render_as_string(hide_password=False)
    environment = houses.environment(tmp_path, DATABASE_URL=address)
    del environment["HEARBACK_CREDENTIALS_KEY"]
    settings = Settings.from_environment(environment)
    return Runtime(settings, engine=committed_database.engine, clock=clock)


@pytest.fixture
def account(house: Runtime) -> Account:
    """An account with a secret."""
    return Make(house).account(credentials={"page_token": SECRET})


def _file(house: Runtime) -> Path:
    assert house.settings.credentials_key_file
    return house.settings.credentials_key_file


def _sealed(house: Runtime) -> bytes:
    with house.reading() as session:
        query = select(Account).options(undefer(Account.sealed_credentials))
        return session.scalars(query).one().sealed_credentials


def _token(house: Runtime, account: Account) -> object:
    with house.reading() as session:
        return accounts.access(session, account.id).credentials["page_token"]


def test_everything_is_sealed_with_the_new_key_and_the_old_one_is_gone(
    house: Runtime, account: Account
) -> None:
    old = Vault(read_keys(_file(house)))

    assert rotating.rotate(house) == 1

    assert _token(house, account) == SECRET
    assert len(read_keys(_file(house))) == 1
    assert _file(house).stat().st_mode & 0o077 == 0
    with pytest.raises(SealBroken):
        old.open(_sealed(house))


def test_a_process_that_runs_on_follows_the_rotation(house: Runtime, account: Account) -> None:
    running = Runtime(house.settings, engine=house.engine, clock=house.clock)

    rotating.rotate(house)

    assert _token(running, account) == SECRET
    kept = running.vault.seal({"page_token": "later"})
    assert Vault(read_keys(_file(house))).open(kept) == {"page_token": "later"}


def test_an_interrupted_rotation_loses_nothing_and_the_next_one_finishes(
    house: Runtime, account: Account
) -> None:
    rotating.add_key(_file(house))
    assert _token(house, account) == SECRET
    resealing.reseal(house)
    assert len(read_keys(_file(house))) == 2

    rotating.rotate(house)

    assert _token(house, account) == SECRET
    assert len(read_keys(_file(house))) == 1


def test_two_rotations_at_once_do_not_drop_the_key_of_each_other(
    house: Runtime, account: Account
) -> None:
    before = read_keys(_file(house))

    with rotating.alone(_file(house)), pytest.raises(rotating.RotationUnderWay):
        rotating.rotate(house)
    assert read_keys(_file(house)) == before

    assert rotating.rotate(house) == 1


def test_keys_of_the_environment_are_left_to_the_person(runtime: Runtime) -> None:
    with pytest.raises(rotating.KeysFromEnvironment, match="hearback key reseal"):
        rotating.rotate(runtime)


def test_no_planted_secret_can_be_read_in_the_database(house: Runtime, account: Account) -> None:
    assert SECRET.encode() not in _sealed(house)
    database = house.engine.url.database
    if house.engine.dialect.name == "sqlite" and database:
        files = Path(database).parent.glob(f"{Path(database).name}*")
        assert not any(SECRET.encode() in file.read_bytes() for file in files)
