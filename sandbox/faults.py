"""Which requests go wrong on purpose, and how?"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from flask import g

STATUS = "status"
DELAY = "delay"
RESET_BEFORE = "reset_before"
RESET_AFTER = "reset_after"
ERROR_AFTER_WRITE = "error_after_write"
REVOKED_TOKEN = "revoked_token"  # noqa: S105 - the name of a fault
RATE_LIMIT = "rate_limit"
REPEAT_PAGE = "repeat_page"
HTML = "html"
TRUNCATED = "truncated"
NO_CONTENT_TYPE = "no_content_type"
KINDS = (
    STATUS,
    DELAY,
    RESET_BEFORE,
    RESET_AFTER,
    ERROR_AFTER_WRITE,
    REVOKED_TOKEN,
    RATE_LIMIT,
    REPEAT_PAGE,
    HTML,
    TRUNCATED,
    NO_CONTENT_TYPE,
)


@dataclass(kw_only=True)
class Fault:
    """One way of going wrong, for the requests it fits.

    `route` is a pattern over the path (`*` fits anything). It strikes `count`
    times, or without end when None, each time with `probability`. `status`,
    `body` and `seconds` are used by the kinds that need them.
    """

    kind: str
    platform: str = "*"
    host: str = "*"
    route: str = "*"
    method: str = "*"
    count: int | None = 1
    probability: float = 1.0
    seed: int = 0
    status: int = 503
    body: Any = None
    seconds: float = 1.0
    id: int = 0
    struck: int = 0
    chance: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - repeatable on purpose

    def strikes(self, platform: str, host: str, method: str, path: str) -> bool:
        """Whether it strikes this request; counted when it does."""
        if self.count is not None and self.struck >= self.count:
            return False
        if not self._fits(platform, host, method, path):
            return False
        if self.probability < 1 and self.chance.random() >= self.probability:
            return False
        self.struck += 1
        return True

    def _fits(self, platform: str, host: str, method: str, path: str) -> bool:
        return (
            fnmatchcase(platform, self.platform)
            and fnmatchcase(host, self.host)
            and fnmatchcase(method, self.method.upper())
            and fnmatchcase(path, self.route)
        )

    def described(self) -> dict[str, Any]:
        """Return the fault as JSON-able facts."""
        facts = {name: value for name, value in vars(self).items() if name != "chance"}
        return dict(facts)


class Faults:
    """The faults that are switched on, in the order they were added."""

    def __init__(self) -> None:
        self._on: list[Fault] = []
        self._last_id = 0

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on and number it."""
        self._last_id += 1
        fault.id = self._last_id
        self._on.append(fault)
        return fault

    def clear(self, fault_id: int | None = None) -> None:
        """Switch one fault off, or all of them."""
        self._on = [f for f in self._on if fault_id is not None and f.id != fault_id]

    def described(self) -> list[dict[str, Any]]:
        """List the faults that are on, with how often each has struck."""
        return [fault.described() for fault in self._on]

    def striking(self, platform: str, host: str, method: str, path: str) -> dict[str, Fault]:
        """Return the faults that strike this request, one of each kind."""
        struck: dict[str, Fault] = {}
        for fault in self._on:
            if fault.kind not in struck and fault.strikes(platform, host, method, path):
                struck[fault.kind] = fault
        return struck


def remember(struck: dict[str, Fault]) -> None:
    """Keep the faults of the request being answered."""
    g.faults = struck


def striking_now() -> dict[str, Fault]:
    """Return the faults of the request being answered."""
    struck: dict[str, Fault] = g.get("faults", {})
    return struck


def wants_repeated_page() -> bool:
    """Whether a platform must give the same page and cursor again in this answer."""
    return REPEAT_PAGE in striking_now()


def names(struck: Iterable[str]) -> str:
    """Name faults for the journal."""
    return ", ".join(sorted(struck))
