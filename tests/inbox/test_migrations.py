from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from inbox import migrating
from inbox.db import Base

if TYPE_CHECKING:
    from tests.databases import Database

_FIRST_ACCOUNT = text(
    "INSERT INTO account (platform, connector, external_id, name, handle, sealed_credentials,"
    " state, connected_at, capture_head, event_head) VALUES ('facebook', 'facebook', '1', 'Police',"
    " '', :none, 'connected', '2026-11-23 04:00:00+00:00', :none, :none)"
)


def test_the_migrations_build_exactly_what_the_models_say(committed_database: Database) -> None:
    with committed_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


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
        connection.execute(_FIRST_ACCOUNT, {"none": b""})

    migrating.upgrade(engine)

    with engine.connect() as connection:
        lanes = dict(connection.execute(text("SELECT stream, lane FROM cursor")).all())
    assert set(lanes.values()) == {"poll"}
    assert "live" in lanes
