"""How long does something take on desks of several sizes, that take turns call by call?

So a load of the machine falls on each alike, and growth is that of the medians.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Self

from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bench import large_databases
from bench.percentile import percentile
from inbox.clock import SystemClock
from inbox.models import User
from tests import houses
from web.app import create_app

WARM = 5
MOST_GROWTH = 1.3


class Desk:
    """A desk of one size, and how many statements it has sent."""

    def __init__(self, kind: str, engine: Engine, messages: int) -> None:
        self.name = f"{kind} {messages:>9,}"
        self.messages, self.statements = messages, 0
        self._engine = engine
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        data = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self.runtime = houses.runtime(self._engine, data, SystemClock())
        self._stack.callback(self.runtime.redis.close)
        with self.runtime.reading() as session:
            self.user = session.get_one(User, 1)
        self._browser = _signed_in(create_app(self.runtime).test_client())
        event.listen(self._engine, "before_cursor_execute", self._count)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read(self, work: Callable[[Session], object]) -> object:
        """Do something in a session of its own."""
        with self.runtime.reading() as session:
            return work(session)

    def answered(self, address: str, headers: dict[str, str]) -> None:
        """Ask the web app for a page, and see that it comes."""
        answer = self._browser.get(address, headers=headers)
        assert answer.status_code == HTTPStatus.OK, answer.status

    def _count(self, *_: object) -> None:
        self.statements += 1


def _signed_in(browser: FlaskClient) -> FlaskClient:
    with browser.session_transaction() as cookie:
        cookie["user_id"] = 1
    return browser


@dataclass(slots=True)
class Taken:
    """What calls took: milliseconds by the clock, and by this process, and statements sent."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    statements: int = 0

    @property
    def median(self) -> float:
        """The middle one by the clock."""
        return statistics.median(self.clock)

    @property
    def p99(self) -> float:
        """The 99th percentile by the clock."""
        return percentile(self.clock, 99)

    def __str__(self) -> str:
        """Return a line of figures."""
        cpu = statistics.median(self.cpu)
        return f"{self.median:6.1f} / {self.p99:6.1f}   CPU {cpu:5.1f}   {self.statements:3}"


@contextmanager
def of(kind: str, sizes: list[int], kept: Path | None) -> Iterator[list[Desk]]:
    """Give a desk of each size on one server."""
    with large_databases.of(kind, sizes, kept) as made, ExitStack() as stack:
        desks = [
            stack.enter_context(Desk(kind, one.engine, messages))
            for one, messages in zip(made, sizes, strict=True)
        ]
        # What building left behind is no part of what is measured, and what an app is made of is
        # looked through by no collection (see `hearback.wsgi`).
        gc.collect()
        gc.freeze()
        yield desks


def measured(desks: Sequence[Desk], calls: int, work: Callable[[Desk, int], object]) -> list[Taken]:
    """Do something on each desk so many times, turn by turn; what comes first only warms up."""
    found = [Taken() for _ in desks]
    for turn in range(-WARM, calls):
        for desk, taken in zip(desks, found, strict=True):
            _once(desk, partial(work, desk, turn), taken if turn >= 0 else Taken())
    return found


def told(name: str, aim: float, desks: Sequence[Desk], found: Sequence[Taken]) -> bool:
    """Print a line for each desk, and how it grew. Say whether the aim or the growth was missed."""
    for desk, took in zip(desks, found, strict=True):
        print(f"{desk.name}  {name:28} {took}   aim {aim:.0f}", flush=True)
    growth = found[-1].median / found[0].median
    if len(desks) > 1:
        print(f"{'':18}  {'grew':28} {growth:6.2f} times{'':24}   aim {MOST_GROWTH}")
    return found[-1].p99 > aim or growth > MOST_GROWTH


def told_plain(desks: Sequence[Desk], found: Sequence[Taken], plain: Sequence[Taken]) -> None:
    """Print what the plain statements beside it took."""
    for desk, took, beside in zip(desks, found, plain, strict=True):
        ratio = took.median / beside.median
        print(f"{desk.name}  {'plain statement':28} {beside}   read takes {ratio:.1f} times")


def _once(desk: Desk, work: Callable[[], object], taken: Taken) -> None:
    before, began, worked = desk.statements, time.perf_counter(), time.process_time()
    work()
    taken.cpu.append((time.process_time() - worked) * 1000)
    taken.clock.append((time.perf_counter() - began) * 1000)
    # Fewer where a reading is kept that was kept a moment ago.
    taken.statements = max(taken.statements, desk.statements - before)
