"""Which request is behind what is done now?

Its number stands in every line of the log that the request causes, in those of the jobs it
asks for, and, shortened, on the page that says that something went wrong.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# What proxies make: 32 hexadecimal digits, or a UUID.
_SOUND = re.compile(r"[0-9a-f-]{16,64}")
_REFERENCE_DIGITS = 8

_current: ContextVar[str] = ContextVar("hearback_request_id", default="")


def new() -> str:
    """Return a number that no other request has."""
    return uuid.uuid4().hex


def is_sound(given: str) -> bool:
    """Tell whether a number that somebody else made can be used."""
    return _SOUND.fullmatch(given) is not None


def current() -> str:
    """Return the number of the request behind the present work, empty where there is none."""
    return _current.get()


def reference() -> str:
    """Return what a person can read to somebody who looks it up in the log."""
    return (current() or new())[:_REFERENCE_DIGITS].upper()


def begin(number: str) -> None:
    """Say which request the present work is for, until another one begins."""
    _current.set(number)


@contextmanager
def given(number: str) -> Iterator[None]:
    """Let what is done meanwhile be for this request."""
    before = _current.set(number)
    try:
        yield
    finally:
        _current.reset(before)
