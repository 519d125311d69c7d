"""How does the database get the tables this version needs?"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from inbox.db import for_writing
from inbox.models import Account

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`, all in one transaction."""
    with for_writing(engine).begin() as connection:
        command.upgrade(_config(connection=connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to `revision`. Data of newer tables is lost."""
    with for_writing(engine).begin() as connection:
        command.downgrade(_config(connection=connection), revision)


def has_tables(engine: Engine) -> bool:
    """Tell whether it was ever migrated."""
    return inspect(engine).has_table(Account.__tablename__)


def is_current(engine: Engine) -> bool:
    """Tell whether the database has exactly the tables this version needs."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str | None:
    """Name the state of the tables that this version needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config(**attributes: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes.update(attributes)
    return config
