"""Do the tables keep what the code relies on?"""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

import inbox.models
from inbox import migrating
from inbox.db import Base
from tests.database_copies import Database


def test_nothing_is_loaded_from_the_database_by_surprise() -> None:
    assert inbox.models
    surprising = [
        str(relationship)
        for mapper in Base.registry.mappers
        for relationship in mapper.relationships
        if relationship.lazy not in {"raise", "raise_on_sql"}
    ]

    assert surprising == []


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [one for one in compare_metadata(context, Base.metadata) if is_ours(one)]

    assert differences == []


def is_ours(difference: object) -> bool:
    # The text index of SQLite is made of tables of its own, that of PostgreSQL is an index.
    return "_fts" not in str(difference)


def test_every_migration_goes_back_and_forth(committed_database: Database) -> None:
    migrating.downgrade(committed_database.engine, "base")
    assert not migrating.is_current(committed_database.engine)

    migrating.upgrade(committed_database.engine)
    assert migrating.is_current(committed_database.engine)
