"""Which tables did a request change for good?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event

_CHANGES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_OPEN = "tables of this transaction"


class Written:
    """Collects the tables whose rows were changed by transactions that were committed."""

    def __init__(self, engine: Engine) -> None:
        self._tables: set[str] = set()
        self._engine = engine
        self._listeners: dict[str, Callable[..., Any]] = {
            "after_cursor_execute": self._executed,
            "commit": self._committed,
            "rollback": self._rolled_back,
            "savepoint": self._saved,
            "rollback_savepoint": self._went_back,
        }
        for name, listener in self._listeners.items():
            event.listen(engine, name, listener)

    def stop(self) -> None:
        """Listen no more: the engine may be lent to others."""
        for name, listener in self._listeners.items():
            event.remove(self._engine, name, listener)

    def taken(self) -> set[str]:
        """Return them, and begin anew."""
        tables, self._tables = self._tables, set()
        return tables

    def _executed(self, connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
        change = _CHANGES.match(statement)
        if change and cursor.rowcount != 0:
            self._of(connection).setdefault("", set()).add(change[1])

    def _committed(self, connection: Connection) -> None:
        self._tables |= self._of(connection).get("", set())
        connection.info.pop(_OPEN, None)

    def _rolled_back(self, connection: Connection) -> None:
        connection.info.pop(_OPEN, None)

    def _saved(self, connection: Connection, name: str) -> None:
        self._of(connection)[name] = set(self._of(connection).get("", set()))

    def _went_back(self, connection: Connection, name: str, *_: Any) -> None:
        self._of(connection)[""] = self._of(connection).get(name, set())

    def _of(self, connection: Connection) -> dict[str, set[str]]:
        opened: dict[str, set[str]] = connection.info.setdefault(_OPEN, {})
        return opened
