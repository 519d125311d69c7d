"""What did a browser ask for, if it can be understood at all?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from inbox import conversations, desk_views, live_log, reading_language
from web import numbers

MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page shows, in which versions and in which language."""

    view: str = ""
    rows: dict[int, int] = field(default_factory=dict)
    conversation: int | None = None
    version: int = 0
    wants_rows: bool = True
    live: int | None = None
    line: int = 0
    language: str = reading_language.USUAL

    def conversations(self) -> list[int]:
        """Return every conversation on the page."""
        shown = set(self.rows)
        return sorted(shown if self.conversation is None else shown | {self.conversation})


def understood(page: object) -> Asked | None:
    """Read a page's message; None when it is not one."""
    if not isinstance(page, dict):
        return None
    try:
        asked = _read(page)
    except (TypeError, ValueError, OverflowError):
        return None
    is_view = not asked.view or desk_views.is_mark(asked.view)
    return asked if is_view and len(asked.rows) <= MOST_ROWS else None


def reached(session: Session, asked: Asked) -> Asked:
    """Return of what a page shows as much as a session finds."""
    there = conversations.there(session, asked.conversations())
    return replace(
        asked,
        rows={one: version for one, version in asked.rows.items() if one in there},
        conversation=asked.conversation if asked.conversation in there else None,
        live=asked.live if asked.live and live_log.is_there(session, asked.live) else None,
    )


def words(said: object) -> str:
    """Read the first words of a draft."""
    found = said.get("words", "") if isinstance(said, dict) else ""
    return found if isinstance(found, str) else ""


def number(said: object, name: str) -> int | None:
    """Read one number; None when there is none."""
    found = said.get(name) if isinstance(said, dict) else None
    return found if isinstance(found, int) else None


def _read(page: dict[str, Any]) -> Asked:
    rows = dict(page.get("rows") or {})
    return Asked(
        view=str(page.get("view", "")),
        rows={_whole(one): _whole(version) for one, version in rows.items()},
        conversation=_perhaps(page.get("conversation")),
        version=_whole(page.get("version", 0)),
        wants_rows=bool(page.get("wants_rows", True)),
        live=_perhaps(page.get("live")),
        line=_whole(page.get("line", 0)),
        language=_language(page.get("language")),
    )


def _perhaps(said: Any) -> int | None:
    return None if said is None else _whole(said)


def _whole(said: Any) -> int:
    """Read a number that a database can look up. Raises as `int` does."""
    found = int(said)
    if abs(found) > numbers.HIGHEST:
        raise OverflowError
    return found


def _language(named: object) -> str:
    said = str(named)
    return said if said in reading_language.NAMES else reading_language.USUAL
