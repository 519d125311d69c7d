"""How long do list, conversation and counts take on a large desk, beside the plain statement?

    python -m bench.desk [--messages 100000,1000000] [--databases sqlite,postgresql] [--calls 200]

A desk of two years (`bench/large_desk.py`) with 5,000 open conversations. Each thing is done many
times: what is read from the database for it, the plain statement that fetches the same rows, and
the whole answer of the web app with its page drawn. Then the growth from the smallest desk to
the largest. Exits with 1 when the reading misses the aim at the 99th percentile.
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
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from bench import databases, large_desk
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
    """What is asked of the desk, in three ways, and how soon it should be read."""

    name: str
    aim: float
    read: Callable[[Session, int], object]
    plain: str
    address: str


THINGS = (
    Thing(
        "list of a view",
        10,
        lambda session, n: queues.page(session, _view(session, n), _user(session)),
        LIST,
        "/desk/{view}",
    ),
    Thing(
        "open a conversation",
        15,
        threads.open,
        THREAD,
        "/desk/open/{conversation}",
    ),
    Thing(
        "counts of all views",
        10,
        lambda session, _: counting.counts(session, _user(session)),
        COUNTS,
        "/healthz",
    ),
)
VIEWS = ("open", "unassigned", "mine", "facebook", "instagram", "x")


def main() -> None:
    """Measure every kind and size, and print a line for each thing."""
    asked = _arguments()
    missed = False
    for kind in asked.databases.split(","):
        slowest: list[dict[str, float]] = []
        for messages in map(int, asked.messages.split(",")):
            with databases.empty(kind, 1) as (database,):
                _build(database.engine, kind, messages)
                slowest.append(_measured(database.engine, messages, asked.calls))
        for thing in THINGS:
            growth = slowest[-1][thing.name] / slowest[0][thing.name]
            print(f"{kind}: {thing.name} grew {growth:.2f} times")
        missed |= any(slowest[-1][thing.name] > thing.aim for thing in THINGS)
    sys.exit(1 if missed else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", default="100000,1000000", help="sizes, the smallest first")
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--calls", type=int, default=200)
    return parser.parse_args()


def _build(engine: Engine, kind: str, messages: int) -> None:
    began = time.perf_counter()
    large_desk.fill(engine, messages)
    # What building left behind is no part of what is measured.
    gc.collect()
    gc.freeze()
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    took = time.perf_counter() - began
    print(f"{kind}: {messages:,} messages, built in {took:.0f} s, load {load}")
    print(f"{'':24}{'read':^20}{'plain statement':^20}{'whole answer':^20}   p50 / p99 in ms")


def _measured(engine: Engine, messages: int, calls: int) -> dict[str, float]:
    """Print a line for each thing; return how long its reading took at the 99th percentile."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as data:
        runtime = houses.runtime(engine, Path(data), SystemClock())
        browser = _browser(runtime)
        for thing in THINGS:
            numbers = _open_ones(messages, calls)
            read = _timed(numbers, _reading(runtime, thing.read))
            plain = _timed(numbers, _reading(runtime, _statement(thing.plain)))
            whole = _timed(numbers, _answering(browser, thing.address))
            found[thing.name] = _p99(read)
            columns = "".join(f"{_figures(took):^20}" for took in (read, plain, whole))
            print(f"{thing.name:<24}{columns}", flush=True)
        runtime.redis.close()
    return found


def _open_ones(messages: int, calls: int) -> list[int]:
    last = messages // large_desk.A_CONVERSATION
    chance = random.Random(3)  # noqa: S311 - the same conversations each time
    return [chance.randint(last - large_desk.OPEN + 1, last) for _ in range(calls + WARM)]


def _reading(runtime: Runtime, work: Callable[[Session, int], object]) -> Callable[[int], object]:
    def reading(number: int) -> object:
        with runtime.reading() as session:
            return work(session, number)

    return reading


def _statement(words: str) -> Callable[[Session, int], object]:
    def fetching(session: Session, number: int) -> object:
        asked = words.format(account=number % 3 + 1, conversation=number)
        return session.execute(text(asked)).all()

    return fetching


def _answering(browser: FlaskClient, address: str) -> Callable[[int], object]:
    def answering(number: int) -> object:
        asked = address.format(view=VIEWS[number % len(VIEWS)], conversation=number)
        answer = browser.get(asked)
        assert answer.status_code == 200, answer.status
        return answer

    return answering


def _browser(runtime: Runtime) -> FlaskClient:
    browser = create_app(runtime).test_client()
    with browser.session_transaction() as cookie:
        cookie["user_id"] = 1
    return browser


def _timed(numbers: list[int], work: Callable[[int], object]) -> list[float]:
    took = []
    for number in numbers:
        began = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - began) * 1000)
    return took[WARM:]


def _figures(took: list[float]) -> str:
    return f"{statistics.median(took):.1f} / {_p99(took):.1f}"


def _p99(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.99)]


def _view(session: Session, number: int) -> View:
    return desk_views.find(session, VIEWS[number % len(VIEWS)], _user(session))


def _user(session: Session) -> User:
    return session.get_one(User, 1)


if __name__ == "__main__":
    main()
