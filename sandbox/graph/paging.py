"""Which part of a list does one answer show, and how does the next one go on?

A cursor remembers the entry it stands at, so that words said or taken away
between two pages neither repeat nor hide others.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sandbox.faults import wants_repeated_page
from sandbox.graph.edges import Edge, Item, Key, is_ascending
from sandbox.graph.failing import bad_parameter

USUAL = 25


@dataclass(frozen=True)
class Slice:
    """The entries of one answer, and whether there are more after them."""

    items: list[Item]
    has_more: bool
    is_first: bool


def cut(edge: Edge, items: list[Item], asked: Mapping[str, str]) -> Slice:
    """Cut out what a request asks for: `limit` entries after its cursor."""
    limit = _limit(edge, asked.get("limit"))
    start = _start(edge, items, asked)
    if start and wants_repeated_page():
        return Slice(items[max(start - limit, 0) : start], has_more=True, is_first=False)
    part = items[start : start + limit]
    return Slice(part, has_more=start + limit < len(items), is_first=start == 0)


def paging(part: Slice, address: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Tell where to go on. `next` repeats every parameter, the token too, as Meta's does."""
    if not part.items:
        return {}
    first, last = _cursor(part.items[0].key), _cursor(part.items[-1].key)
    told: dict[str, Any] = {"cursors": {"before": first, "after": last}}
    if part.has_more:
        told["next"] = f"{address}?{urlencode(dict(asked) | {'after': last})}"
    if not part.is_first:
        kept = {name: value for name, value in asked.items() if name != "after"}
        told["previous"] = f"{address}?{urlencode(kept | {'before': first})}"
    return told


def _limit(edge: Edge, text: str | None) -> int:
    if text is None:
        return USUAL
    if not text.isdecimal() or not int(text):
        raise bad_parameter("Param limit must be a number greater than 0")
    return min(int(text), edge.most)


def _start(edge: Edge, items: list[Item], asked: Mapping[str, str]) -> int:
    cursor = asked.get("after")
    if not cursor:
        return 0
    key = _key(cursor)
    ascending = "order" in edge.choices and is_ascending(asked)
    passed = (item.key <= key if ascending else item.key >= key for item in items)
    return sum(passed)


def _cursor(key: Key) -> str:
    at, number = key
    micros = int(at.timestamp()) * 1_000_000 + at.microsecond
    return urlsafe_b64encode(f"{micros}:{number}".encode()).decode().rstrip("=")


def _key(cursor: str) -> Key:
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        micros, number = (int(part) for part in text.split(":"))
    except ValueError:
        raise bad_parameter("Invalid cursors values") from None
    seconds, rest = divmod(micros, 1_000_000)
    return datetime.fromtimestamp(seconds, tz=UTC).replace(microsecond=rest), number
