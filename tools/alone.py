"""How do two that prepare the same folder at once keep out of each other's way?"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAITING = "Another start is preparing this folder; this one goes on when that is done ..."


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else prepares the folder, and hold it.

    The lock is on the folder itself: it leaves no file, and ends with the process.
    """
    number = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(WAITING, flush=True)
            fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)
