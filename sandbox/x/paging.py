"""Which part of a list, newest first, does one answer carry?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from flask import request

from sandbox.faults import wants_repeated_page
from sandbox.x.problems import invalid

MARK = "7140w"
START = f"{MARK}s"


class HasId(Protocol):
    """Anything of X's: its id grows with time."""

    id: str


One = TypeVar("One", bound=HasId)


class Part(NamedTuple, Generic[One]):
    """A page's content, and the token of the next one."""

    rows: list[One]
    next_token: str | None

    def meta(self) -> dict[str, str | int]:
        """Return the page's own description."""
        facts: dict[str, str | int] = {"result_count": len(self.rows)}
        if self.rows:
            facts |= {"newest_id": self.rows[0].id, "oldest_id": self.rows[-1].id}
        return facts | ({"next_token": self.next_token} if self.next_token else {})


def part(rows: Sequence[One], size: int) -> Part[One]:
    """Return the page that the request's token names. Raises Problem 400."""
    token = request.args.get("pagination_token") or request.args.get("next_token") or START
    below = _below(token)
    left = [row for row in rows if below is None or int(row.id) < below]
    page = left[:size]
    if wants_repeated_page():
        return Part(page, token)
    return Part(page, f"{MARK}{page[-1].id}" if len(left) > size else None)


def _below(token: str) -> int | None:
    if token == START:
        return None
    rest = token.removeprefix(MARK)
    if rest == token or not rest.isdecimal():
        raise invalid(f"The `pagination_token` query parameter value [{token}] is not valid")
    return int(rest)
