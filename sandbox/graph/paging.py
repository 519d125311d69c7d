"""Which part of a list does one answer show, and how does the next one go on?

A cursor remembers the entry it stands at, so that words said or taken away
between two pages neither repeat nor hide others.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sandbox.faults import wants_repeated_page
from sandbox.graph.edges import Edge, Key, is_ascending
from sandbox.graph.failing import bad_parameter
from sandbox.world import World

Asked = Mapping[str, str]

USUAL = 25


@dataclass(frozen=True)
class Slice:
    """The entries of one answer, the cursors at its ends, and what is before and after."""

    records: Sequence[Any]
    ends: tuple[str, ...]
    has_more: bool
    is_first: bool


def cut(world: World, edge: Edge, records: Sequence[Any], asked: Asked) -> Slice:
    """Cut out what a request asks for: `limit` entries after its cursor."""
    limit = _limit(edge, asked.get("limit"))
    start = _start(world, edge, records, asked)
    repeated = bool(start) and wants_repeated_page()
    first = max(start - limit, 0) if repeated else start
    part = records[first : start if repeated else start + limit]
    ends = (part[0], part[-1]) if part else ()
    return Slice(
        part,
        tuple(_cursor(edge.key(world, each)) for each in ends),
        has_more=repeated or start + limit < len(records),
        is_first=first == 0,
    )


def paging(part: Slice, address: str, asked: Asked) -> dict[str, Any]:
    """Tell where to go on. `next` repeats every parameter, the token too, as Meta's does."""
    if not part.ends:
        return {}
    first, last = part.ends
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


def _start(world: World, edge: Edge, records: Sequence[Any], asked: Asked) -> int:
    cursor = asked.get("after")
    if not cursor:
        return 0
    key = _key(cursor)
    if "order" in edge.choices and is_ascending(asked):
        return bisect_right(records, key, key=lambda each: edge.key(world, each))
    # The list descends and bisect wants it ascending: count from its end.
    return len(records) - bisect_left(records[::-1], key, key=lambda each: edge.key(world, each))


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
