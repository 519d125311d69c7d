"""Where does a view stand, and a conversation beside it?"""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask

from inbox.desk_views import FILTER
from inbox.filters.conditions import BY_NAME


def install(app: Flask) -> None:
    """Let templates write addresses of the desk."""
    app.jinja_env.globals.update(desk_address=of)


def of(mark: str, conversation_id: int | None = None, **more: object) -> str:
    """Return the address of a view by its mark, or of a conversation beside it."""
    key, _, query = mark.partition("?")
    path = f"/desk/{key}" if conversation_id is None else f"/desk/{key}/{conversation_id}"
    whole = "&".join(part for part in (query, urlencode(more)) if part)
    return f"{path}?{whole}" if whole else path


def mark(key: str, pairs: list[tuple[str, str]]) -> str:
    """Return the mark of the view at an address, from its key and what its query holds."""
    if key != FILTER:
        return key
    asked = urlencode([(name, value) for name, value in pairs if name in BY_NAME])
    return f"{key}?{asked}"
