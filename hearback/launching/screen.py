"""What does a person see while the house starts, and when it is ready?"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TITLE_WIDTH = 42


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What the last screen says. `password` is None where nobody here knows it."""

    desk: str
    sandbox: str
    people: tuple[tuple[str, str, str], ...]
    password: str | None
    data: Path
    problem: str = ""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show a step and, once it is done, how long it took."""
    started = time.monotonic()
    say(f"  {title + ' ':.<{TITLE_WIDTH}} ", end="")
    taken = ""
    try:
        yield
        taken = f"{time.monotonic() - started:4.1f} s"
    finally:
        say(taken)


def say(words: str, *, end: str = "\n") -> None:
    """Say something at once, also into a pipe."""
    sys.stdout.write(words + end)
    sys.stdout.flush()


def ready(house: Ready) -> None:
    """Print the one screen that says it all."""
    say("")
    for line in _lines(house):
        say(line.rstrip())
    say("")


def _lines(house: Ready) -> Iterator[str]:
    yield "Hearback is ready."
    yield ""
    yield f"  The desk        {house.desk}"
    yield ""
    for number, (email, name, work) in enumerate(house.people):
        yield f"  {'' if number else 'Sign in as':<15} {email:<24} {name} {work}"
    yield f"  Password        {_password(house)}"
    yield ""
    yield "  Play the public and watch it arrive on the desk:"
    for platform in ("facebook", "instagram", "x"):
        yield f"  {platform.capitalize():<15} {house.sandbox}/{platform}"
    yield ""
    yield f"  Data and logs   {house.data}"
    if house.problem:
        yield ""
        yield f"  {house.problem}"
        yield ""
    yield "  To stop         Ctrl-C"


def _password(house: Ready) -> str:
    if house.password is None:
        return "as before; HEARBACK_SEED_PASSWORD=... at the start sets another for everyone"
    return f"{house.password}  (the same for everyone)"
