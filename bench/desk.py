"""How long do list, conversation and counts take on a large desk, beside the plain statement?

    python -m bench.desk [--messages 100000,1000000] [--databases sqlite,postgresql]
                         [--calls 200] [--kept FOLDER]

A desk of two years (`bench/large_desk.py`) with 5,000 open conversations. Each thing is done many
times: what is read from the database for it beside the plain statement that fetches the same
rows, and the whole answers of the web app with their pages drawn. The sizes take turns call by
call, so that a load of the machine falls on each alike, and growth is that of the medians. In a
folder that is kept a second run finds the desks built. Exits with 1 when the largest desk misses
an aim at the 99th percentile, or grew by more than 1.3 times.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Self

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from bench import databases, large_databases, large_desk
from inbox import desk_views, queues, threads
from inbox.clock import SystemClock
from inbox.models import User
from inbox.runtime import Runtime
from inbox.views import View
from tests import houses
from web import counting
from web.app import create_app

WARM = 5
LIST = """
    SELECT conversation.*, contact.* FROM conversation LEFT JOIN contact ON contact.id = contact_id
    WHERE status = 'open' AND conversation.account_id = {account}
    ORDER BY waiting_since IS NULL, waiting_since, conversation.id LIMIT 51
"""
THREAD = """
    SELECT message.* FROM message WHERE conversation_id = {conversation} ORDER BY sent_at LIMIT 200
"""
COUNTS = """
    SELECT count(*), count(*) FILTER (WHERE priority = 'urgent'),
        count(*) FILTER (WHERE assignee_id IS NULL), count(*) FILTER (WHERE assignee_id = 1),
        count(*) FILTER (WHERE platform = 'facebook'), count(*) FILTER (WHERE platform = 'x'),
        count(*) FILTER (WHERE platform = 'instagram') FROM conversation WHERE status = 'open'
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is read for something that people do, the plain statement, and how soon it should be."""

    name: str
    aim: float
    read: Callable[[Session, int], object]
    plain: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser asks for, and how soon it should be answered."""

    name: str
    aim: float
    address: str
    headers: dict[str, str] = field(default_factory=dict)


VIEWS = ("open", "unassigned", "mine", "facebook", "instagram", "x")
MOST_GROWTH = 1.3
THINGS = (
    Thing(
        "list of a view",
        10,
        lambda session, n: queues.page(session, _view(session, n), _user(session)),
        LIST,
    ),
    Thing("open a conversation", 15, threads.open, THREAD),
    Thing(
        "counts of all views",
        10,
        lambda session, _: counting.counts(session, _user(session)),
        COUNTS,
    ),
)
ANSWERS = (
    Answer("list of a view", 30, "/desk/{view}"),
    Answer("open, beside the list", 30, "/desk/open/{conversation}", {"Turbo-Frame": "reading"}),
    Answer("open, with the list", 50, "/desk/open/{conversation}"),
)


def main() -> None:
    """Measure every kind, all sizes in turn, and print what was found."""
    asked = _arguments()
    sizes = sorted(map(int, asked.messages.split(",")))
    missed = False
    for kind in asked.databases.split(","):
        with large_databases.of(kind, sizes, asked.kept) as made, ExitStack() as stack:
            desks = [
                stack.enter_context(_Desk(kind, one.engine, messages))
                for one, messages in zip(made, sizes, strict=True)
            ]
            # What building left behind is no part of what is measured.
            gc.collect()
            gc.freeze()
            missed |= _measure(desks, asked.calls)
    sys.exit(1 if missed else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", default="100000,1000000", help="sizes")
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--kept", type=Path, help="where large desks are kept between runs")
    return parser.parse_args()


class _Desk:
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
        self.browser = _browser(self.runtime)
        event.listen(self._engine, "before_cursor_execute", self._count)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _count(self, *_: object) -> None:
        self.statements += 1


@dataclass(slots=True)
class _Taken:
    """What calls took: milliseconds by the clock, and by this process, and statements sent."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    statements: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.clock)

    @property
    def p99(self) -> float:
        return sorted(self.clock)[int(len(self.clock) * 0.99)]

    def __str__(self) -> str:
        cpu = statistics.median(self.cpu)
        return f"{self.median:6.1f} / {self.p99:6.1f}   CPU {cpu:5.1f}   {self.statements:3}"


def _measure(desks: list[_Desk], calls: int) -> bool:
    """Print a line for each thing, answer and desk. Say whether an aim was missed."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\nload {load}; p50 / p99 in ms, CPU of this process, statements")
    missed = False
    for thing in THINGS:
        read = _in_turn(desks, calls, partial(_read, thing.read))
        plain = _in_turn(desks, calls, partial(_read, _plain(thing)))
        missed |= _told("read", thing.name, thing.aim, desks, read)
        for desk, took, beside in zip(desks, read, plain, strict=True):
            ratio = took.median / beside.median
            print(f"{desk.name}  {'plain statement':28} {beside}   read takes {ratio:.1f} times")
    for answer in ANSWERS:
        whole = _in_turn(desks, calls, partial(_answered, answer))
        missed |= _told("answer", answer.name, answer.aim, desks, whole)
    return missed


def _told(kind: str, name: str, aim: float, desks: list[_Desk], found: list[_Taken]) -> bool:
    for desk, took in zip(desks, found, strict=True):
        print(f"{desk.name}  {kind + ': ' + name:28} {took}   aim {aim:.0f}", flush=True)
    growth = found[-1].median / found[0].median
    if len(desks) > 1:
        print(f"{'':18} {name} grew {growth:.2f} times")
    return found[-1].p99 > aim or growth > MOST_GROWTH


def _in_turn(desks: list[_Desk], calls: int, work: Callable[[_Desk, int], object]) -> list[_Taken]:
    """Do something on each desk, turn by turn; what comes first only warms up."""
    numbers = [_open_ones(desk.messages, calls) for desk in desks]
    found = [_Taken() for _ in desks]
    for turn in range(calls + WARM):
        for desk, asked, taken in zip(desks, numbers, found, strict=True):
            _once(desk, partial(work, desk, asked[turn]), taken if turn >= WARM else _Taken())
    return found


def _once(desk: _Desk, work: Callable[[], object], taken: _Taken) -> None:
    before, began, worked = desk.statements, time.perf_counter(), time.process_time()
    work()
    taken.cpu.append((time.process_time() - worked) * 1000)
    taken.clock.append((time.perf_counter() - began) * 1000)
    # Fewer where a reading is kept that was kept a moment ago.
    taken.statements = max(taken.statements, desk.statements - before)


def _open_ones(messages: int, calls: int) -> list[int]:
    last = messages // large_desk.A_CONVERSATION
    chance = random.Random(3)  # noqa: S311 - the same conversations each time
    first = max(1, last - large_desk.OPEN + 1)
    return [chance.randint(first, last) for _ in range(calls + WARM)]


def _read(work: Callable[[Session, int], object], desk: _Desk, number: int) -> object:
    with desk.runtime.reading() as session:
        return work(session, number)


def _plain(thing: Thing) -> Callable[[Session, int], object]:
    def fetching(session: Session, number: int) -> object:
        asked = thing.plain.format(account=number % 3 + 1, conversation=number)
        return session.execute(text(asked)).all()

    return fetching


def _answered(asked: Answer, desk: _Desk, number: int) -> None:
    address = asked.address.format(view=VIEWS[number % len(VIEWS)], conversation=number)
    answer = desk.browser.get(address, headers=asked.headers)
    assert answer.status_code == HTTPStatus.OK, answer.status


def _browser(runtime: Runtime) -> FlaskClient:
    browser = create_app(runtime).test_client()
    with browser.session_transaction() as cookie:
        cookie["user_id"] = 1
    return browser


def _view(session: Session, number: int) -> View:
    return desk_views.find(session, VIEWS[number % len(VIEWS)], _user(session))


def _user(session: Session) -> User:
    return session.get_one(User, 1)


if __name__ == "__main__":
    main()
