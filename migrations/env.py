"""How does Alembic reach the database? Through the connection it is given."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

import inbox.models  # noqa: F401 - registers every table
from inbox.db import Base

LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "30s"


def run() -> None:
    """Run the migrations on the connection that `inbox.migrating` hands over."""
    connection = context.config.attributes["connection"]
    if connection.dialect.name == "postgresql":
        # A migration that cannot get its lock must not queue the desk behind it.
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'"))
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    context.run_migrations()


run()
