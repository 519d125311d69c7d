from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from connectors.registry import CONNECTORS
from inbox import migrating, tokens
from inbox.db import Base, for_writing
from inbox.models import User
from inbox.scopes import Scope

if TYPE_CHECKING:
    from tests.databases import Database

_FIRST_ACCOUNT = text(
    "INSERT INTO account (platform, connector, external_id, name, handle, sealed_credentials,"
    " state, connected_at, capture_head, event_head) VALUES (:platform, :connector,"
    " :connector, 'Police', '', :none, 'connected', '2026-11-23 04:00:00+00:00', :none, :none)"
)
_FIRST_SCOPES = {Scope.READ, Scope.WRITE, Scope.REPLY, Scope.REPORTS}
_USER = text(
    'INSERT INTO "user" (email, name, role, password_hash, is_active, created_at)'
    " VALUES (:email, 'Ana', 'senior', 'hashed', :is_active, '2026-01-01 04:00:00+00:00')"
)
_FIRST_STREAMS = {"comments", "mentions", "own_posts", "messages"}
_FIRST_PERSON = text(
    """INSERT INTO "user" (id, email, name, role, is_active, password_hash, created_at)
    VALUES (1, 'ana@example.org', 'Ana', 'senior', true, '', '2026-11-23 04:00:00+00:00')"""
)
_FIRST_TOKEN = text(
    "INSERT INTO token (id, user_id, name, digest, created_at)"
    " VALUES (1, 1, 'export', :digest, '2026-11-23 04:00:00+00:00')"
)
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


def test_a_token_from_before_there_were_scopes_does_what_it_did(
    committed_database: Database,
) -> None:
    engine = committed_database.engine
    migrating.downgrade(engine, "20261128_1900")
    with engine.begin() as connection:
        connection.execute(_FIRST_PERSON)
        connection.execute(_FIRST_TOKEN, {"digest": b"a digest"})

    migrating.upgrade(engine)

    with Session(engine) as session:
        (token,) = tokens.issued(session)
    assert token.scopes == [scope.value for scope in Scope if scope in _FIRST_SCOPES]
    assert (token.expires_at, token.revoked_at, token.made_by) == (None, None, None)


def test_days_without_use_begin_with_the_upgrade_and_no_link_outlives_its_table(
    committed_database: Database,
) -> None:
    engine = committed_database.engine
    migrating.downgrade(engine, "20261128_2340")
    with engine.begin() as connection:
        connection.execute(_USER, {"email": "ana@example.org", "is_active": True})
        connection.execute(_USER, {"email": "left@example.org", "is_active": False})

    migrating.upgrade(engine)

    begun = datetime.now(UTC) - timedelta(hours=1)
    with Session(for_writing(engine)) as session:
        ana, left = session.scalars(select(User).order_by(User.email)).all()
        assert ana.enabled_at
        assert ana.enabled_at > begun
        assert left.enabled_at is None
        left.is_active, left.password_hash = True, ""
        session.commit()

    migrating.downgrade(engine, "20261128_2340")

    with engine.connect() as connection:
        active = connection.execute(text('SELECT email FROM "user" WHERE is_active')).scalars()
        assert list(active) == ["ana@example.org"]
    migrating.upgrade(engine)
