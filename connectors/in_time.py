"""How long may something take altogether, whatever its parts do?

A library's time-outs are for each byte: whoever sends one every few seconds, or a name that is
looked up for ever, would hold a worker.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import NoReturn, TypeVar

Result = TypeVar("Result")


class TooLate(Exception):
    """It was not done in time, and may be done still."""


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """Return what work returns, or raise what it raises, if it is done in time. Raises TooLate."""
    outcome: SimpleQueue[Callable[[], Result]] = SimpleQueue()
    threading.Thread(target=_do, args=(work, outcome), daemon=True).start()
    try:
        told = outcome.get(timeout=seconds)
    except Empty:
        raise TooLate from None
    return told()


def _do(work: Callable[[], Result], outcome: SimpleQueue[Callable[[], Result]]) -> None:
    try:
        result = work()
    except Exception as problem:  # noqa: BLE001 - it is raised where it is waited for
        failure = problem
        outcome.put(lambda: _fail(failure))
    else:
        outcome.put(lambda: result)


def _fail(problem: Exception) -> NoReturn:
    raise problem
