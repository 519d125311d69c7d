"""Which processes belong to a house?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

PATIENCE_SECONDS = 20


def of_house(data: Path) -> list[int]:
    """Return the processes that were started for a data directory."""
    wanted = f"HEARBACK_DATA={data}".encode()
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal()
        and (wanted in _environment(entry) or _folder(entry) == data / "redis")
    ]


def redis_of(data: Path) -> int:
    """Return the house's own Redis, which writes its title over its environment."""
    (number,) = (one for one in of_house(data) if _folder(Path(f"/proc/{one}")) == data / "redis")
    return number


def named(data: Path, word: str) -> list[int]:
    """Return those of them that have a word on their command line."""
    return [number for number in of_house(data) if word.encode() in _words(number)]


def family(data: Path, number: int) -> set[int]:
    """Return a process of a house and those that it started."""
    return {number} | {one for one in of_house(data) if _parent(one) == number}


def all_gone(data: Path) -> bool:
    """Wait for the last process of a house; False when patience ends first."""
    return _wait(lambda: not of_house(data))


def are_gone(data: Path, numbers: Iterable[int]) -> bool:
    """Wait for the end of these; an orphan answers for a moment longer than its parent."""
    return _wait(lambda: not {*numbers} & {*of_house(data)})


def _wait(is_so: Callable[[], bool]) -> bool:
    patience = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > patience:
            return False
        time.sleep(0.1)
    return True


def _parent(number: int) -> int | None:
    try:
        said = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return None
    words = dict(line.split(":", 1) for line in said.splitlines())
    return int(words["PPid"])


def _environment(entry: Path) -> list[bytes]:
    try:
        return (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _folder(entry: Path) -> Path | None:
    try:
        return (entry / "cwd").readlink()
    except OSError:
        return None


def _words(number: int) -> list[bytes]:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
