"""What does every command that works on the house open first, and close last?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from inbox.config import Settings
from inbox.runtime import Runtime


@contextmanager
def runtime() -> Iterator[Runtime]:
    """Open the house that the environment describes. Raises BadSettings."""
    house = Runtime(Settings.from_environment())
    try:
        yield house
    finally:
        house.close()
