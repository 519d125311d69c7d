"""What does a refusal of the database mean to whoever ran a command, and what can they do?"""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from inbox import migrating
from inbox.errors import Unavailable

# What SQLite says of a file that it did not write, or that was written over (sqlite.org/rescode).
_UNREADABLE = ("file is not a database", "malformed")


class NoTables(Unavailable):
    """Nobody has migrated it yet."""

    def __init__(self) -> None:
        super().__init__("The database has no tables yet. Run `hearback migrate`, then this again.")


class Damaged(Unavailable):
    """What should be SQLite's file cannot be read as one."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(
            f"{file} is damaged, or no database of SQLite at all ({reason}). Nothing was changed "
            "in it. Keep it, and restore a back-up into a new HEARBACK_DATA: docs/operations.md, "
            "'Back-up'. To begin anew without what it held, move it away."
        )


class Silent(Unavailable):
    """Nobody answers at its address, or the file cannot be opened."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"The database {place} does not answer ({reason}). Look whether it runs, and at "
            "DATABASE_URL and HEARBACK_DATA."
        )


def check(engine: Engine) -> None:
    """Raise NoTables or Damaged where nothing could be done with the database.

    One that does not answer may do so later: that is no reason not to start.
    """
    try:
        if not migrating.has_tables(engine):
            raise NoTables
    except DBAPIError as error:
        if _is_damaged(error):
            raise _damaged(engine, error) from error


def explained(engine: Engine, error: DBAPIError) -> Exception:
    """Return the sentence that an error comes to, or the error itself where it is another."""
    if _is_damaged(error):
        return _damaged(engine, error)
    try:
        return error if migrating.has_tables(engine) else NoTables()
    except OperationalError as silent:
        return Silent(engine.url.render_as_string(), str(silent.orig).strip())


def _is_damaged(error: DBAPIError) -> bool:
    return any(words in str(error.orig) for words in _UNREADABLE)


def _damaged(engine: Engine, error: DBAPIError) -> Damaged:
    return Damaged(engine.url.database or "", str(error.orig))
