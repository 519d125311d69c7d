from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from inbox import migrating
from inbox.db import Base

if TYPE_CHECKING:
    from tests.databases import Database


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
