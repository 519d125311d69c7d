"""Which kind of database is copied in which way?"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from hearback.saving import postgresql, sqlite
from hearback.saving.errors import OfAnotherKind


class Kind(Protocol):
    """What each module of a kind has."""

    NAME: str
    BEGINS_WITH: bytes

    def save(self, engine: Engine, file: Path) -> None:
        """Copy the database into a file."""

    def restore(self, engine: Engine, file: Path) -> None:
        """Fill the database from a file."""


def of(engine: Engine) -> Kind:
    """Return how this database is copied."""
    return sqlite if engine.dialect.name == "sqlite" else postgresql


def check(engine: Engine, file: Path) -> None:
    """Raise OfAnotherKind unless the file was made from such a database."""
    kind = of(engine)
    with file.open("rb") as opened:
        if opened.read(len(kind.BEGINS_WITH)) != kind.BEGINS_WITH:
            raise OfAnotherKind(file, kind.NAME)
