"""How is SQLite copied while others write, and put back?

SQLite's own copying takes one moment of the database, whatever is written meanwhile
(sqlite.org/backup.html).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from hearback.saving.errors import CannotSave

NAME = "SQLite"
BEGINS_WITH = b"SQLite format 3\0"


def save(engine: Engine, file: Path) -> None:
    """Copy the database into a file. Raises CannotSave."""
    _copy(_place(engine), file)


def restore(engine: Engine, file: Path) -> None:
    """Copy a file into the database. Raises CannotSave."""
    _copy(file, _place(engine))


def _place(engine: Engine) -> Path:
    return Path(engine.url.database or "")


def _copy(source: Path, goal: Path) -> None:
    try:
        with closing(_opened(source)) as here, closing(sqlite3.connect(goal)) as there:
            here.backup(there)
            # Else it would need two more files beside it.
            there.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise CannotSave(str(error)) from error


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
