"""From where does the present act come: which person, address, sign-in, and by which means?

It is set once, where a request or a command begins, and read by whatever records.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum

from inbox.models import User


class Means(StrEnum):
    """By what somebody acts."""

    BROWSER = "browser"
    API = "api"
    COMMAND_LINE = "command line"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an act comes from. `sign_in` tells one browser's or token's acts from another's."""

    means: Means = Means.DESK
    address: str = ""
    sign_in: str = ""
    user: User | None = None
    who: str = ""


_current: ContextVar[Origin] = ContextVar("hearback_origin", default=Origin())  # noqa: B039 - it is frozen


def current() -> Origin:
    """Return where the present act comes from; the desk itself where nobody said."""
    return _current.get()


@contextmanager
def given(origin: Origin) -> Iterator[None]:
    """Let what is done meanwhile come from here."""
    before = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(before)


def known(user: User, sign_in: str) -> None:
    """Say who is acting, once they have proved it."""
    _current.set(replace(current(), user=user, sign_in=sign_in))
