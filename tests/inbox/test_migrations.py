from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from connectors.registry import CONNECTORS
from inbox import migrating
from inbox.db import Base

if TYPE_CHECKING:
    from tests.databases import Database

_FIRST_ACCOUNT = text(
    "INSERT INTO account (platform, connector, external_id, name, handle, sealed_credentials,"
    " state, connected_at, capture_head, event_head) VALUES (:platform, :connector,"
    " :connector, 'Police', '', :none, 'connected', '2026-11-23 04:00:00+00:00', :none, :none)"
)
_FIRST_STREAMS = {"comments", "mentions", "own_posts", "messages"}
_STREAMS = text(
    "SELECT account.connector, cursor.stream, cursor.lane FROM cursor"
    " JOIN account ON account.id = cursor.account_id"
)


def test_the_migrations_build_exactly_what_the_models_say(committed_database: Database) -> None:
    with committed_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, Base.metadata)
    # The text index of SQLite is made of tables of its own.
    assert [one for one in differences if "_fts" not in str(one)] == []


def test_the_migrations_can_be_taken_back_and_applied_again(
    committed_database: Database,
) -> None:
    engine = committed_database.engine

    migrating.downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert not migrating.is_current(engine)

    migrating.upgrade(engine)
    assert migrating.is_current(engine)


def test_an_account_of_the_first_version_is_read_on_in_every_stream_that_came_since(
    committed_database: Database,
) -> None:
    engine = committed_database.engine
    migrating.downgrade(engine, "20261123_0400")
    with engine.begin() as connection:
        for name, connector in CONNECTORS.items():
            account = {"platform": connector.platform, "connector": name, "none": b""}
            connection.execute(_FIRST_ACCOUNT, account)

    migrating.upgrade(engine)

    with engine.connect() as connection:
        found = connection.execute(_STREAMS).all()
    assert {lane for _, _, lane in found} == {"poll"}
    assert {(connector, stream) for connector, stream, _ in found} == {
        (name, stream)
        for name, connector in CONNECTORS.items()
        for stream in connector.streams.keys() - _FIRST_STREAMS
    }
