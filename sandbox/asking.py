"""What does the body of a control request ask for, and is it well said?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import request

MOST_AT_ONCE = 200_000
MOST_SECONDS = 315_360_000
"""Ten years: further away, platforms' ids can't hold the time."""


class BadRequest(ValueError):
    """A control request can't be carried out; the message says why, in a sentence."""


@dataclass(frozen=True)
class Asked:
    """One JSON object of a request, read with clear complaints.

    `turn` counts from 0 where one object stands for many.
    """

    facts: dict[str, Any]
    turn: int = 0

    @classmethod
    def once(cls, body: Any) -> Asked:
        """Take a body that must be one object. Raises BadRequest."""
        if not isinstance(body, dict):
            raise BadRequest("The body must be a JSON object.")
        return cls(body)

    @classmethod
    def each(cls, body: Any) -> Iterator[Asked]:
        """Take one object, a list of them, or one with `count`. Raises BadRequest."""
        for one in body if isinstance(body, list) else [body]:
            facts = dict(cls.once(one).facts)
            count = facts.pop("count", 1)
            if not isinstance(count, int) or not 1 <= count <= MOST_AT_ONCE:
                raise BadRequest(f"count must be a whole number from 1 to {MOST_AT_ONCE}.")
            yield from (cls(facts, turn) for turn in range(count))

    def words(self, name: str, default: str | None = None) -> str:
        """Return a text, which may be empty; `{n}` becomes the turn. Raises BadRequest."""
        value = self.facts.get(name, default)
        if not isinstance(value, str):
            raise BadRequest(f"{name} must be a text.")
        return value.replace("{n}", str(self.turn))

    def text(self, name: str) -> str:
        """Return a text that must not be empty. Raises BadRequest."""
        value = self.words(name, "")
        if not value:
            raise BadRequest(f"{name} is missing.")
        return value

    def optional(self, name: str) -> str | None:
        """Return a text, or None when absent or null. Raises BadRequest."""
        return None if self.facts.get(name) is None else self.text(name)

    def number(self, name: str, default: float | None = None) -> float:
        """Return a number from 0 to ten years of seconds. Raises BadRequest."""
        value = self.facts.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadRequest(f"{name} must be a number.")
        if not 0 <= value <= MOST_SECONDS:
            raise BadRequest(f"{name} must be from 0 to {MOST_SECONDS}.")
        return value

    def flag(self, name: str) -> bool:
        """Return true or false, false when absent. Raises BadRequest."""
        value = self.facts.get(name, False)
        if not isinstance(value, bool):
            raise BadRequest(f"{name} must be true or false.")
        return value


def asked() -> Any:
    """Return the JSON body of the request. Raises BadRequest."""
    try:
        return json.loads(request.get_data())
    except ValueError as error:
        raise BadRequest(f"The body is not JSON: {error}.") from error
