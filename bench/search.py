"""How long does a search take over a large desk, beside the plain statement?

    python -m bench.search [--messages 100000] [--databases sqlite,postgresql] [--calls 100]

On a desk of two years (`bench/large_desk.py`) each kind of search is asked many times, other words
each time, as a page asks it (`finding.find`), and beside it the bare statement that finds the
newest 25 entries of the same words. Server time alone; quote the load of the machine, which waits
are part of, as CPU time is not.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import time
from collections.abc import Callable
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench import databases, large_desk
from bench.large_desk import COMMON, FIRST, LAST, MID, RARE
from inbox.clock import SystemClock
from inbox.models import User
from inbox.search import asking, expressions, finding, matching

Ask = Callable[[Session, str], object]


def main() -> None:
    """Measure every kind of database and print a line for each kind of search."""
    asked = _arguments()
    for kind in asked.databases.split(","):
        with databases.empty(kind, 1) as (database,):
            began = time.perf_counter()
            large_desk.fill(database.engine, asked.messages)
            took = time.perf_counter() - began
            # What building left behind is no part of a search.
            gc.collect()
            gc.freeze()
            load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
            print(f"{kind}: {asked.messages:,} messages, built in {took:.0f} s, load {load}")
            _measure(database.engine, asked.calls)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--calls", type=int, default=100)
    return parser.parse_args()


def _asked(chance: random.Random) -> dict[str, Callable[[], str]]:
    """Name each kind of search, with what makes the next of it."""
    rare, mid, common = (partial(chance.choice, words) for words in (RARE, MID, COMMON))

    def name() -> str:
        return f"{chance.choice(FIRST)} {chance.choice(LAST)}"

    return {
        "rare word": lambda: f"{rare()} ",
        "mid word": lambda: f"{mid()} ",
        "common word": lambda: f"{common()} ",
        "two mid words": lambda: f"{mid()} {mid()} ",
        "two common words": lambda: f"{common()} {common()} ",
        "rare and common": lambda: f"{rare()} {common()} ",
        "prefix of 4": lambda: mid()[:4],
        "phrase": lambda: f'"{common()} {mid()}"',
        "common, not common": lambda: f"{common()} -{common()} ",
        "mid from:name": lambda: f'{mid()} from:"{name()}"',
        "from:name alone": lambda: f'from:"{name()}"',
        "common in:x is:private": lambda: f"in:x is:private {common()} ",
        "common, one month": lambda: f"{common()} on:2025-{chance.randint(1, 12):02} ",
        "common is:unanswered": lambda: f"is:unanswered {common()} ",
        "mid is:open": lambda: f"is:open {mid()} ",
        "common tag:": lambda: f'tag:"tag 1" {common()} ',
        "tag: alone": lambda: 'tag:"tag 1"',
        "assignee:me alone": lambda: "assignee:me",
        "a name": name,
    }


def _measure(engine: Engine, calls: int) -> None:
    heads = f"{'search':^20}{'of it our CPU':^20}{'plain statement':^20}"
    print(f"{'':24}{heads}   p50 / p99 in ms")
    for name, make in _asked(random.Random(11)).items():  # noqa: S311 - the same questions each time
        questions = [make() for _ in range(calls)]
        with Session(engine, info={"clock": SystemClock()}) as session:
            user = session.get_one(User, 1)
            ours, cpu = _timed(session, questions, partial(_search, user=user))
            plain, _ = _timed(session, questions, _plain)
        print(f"{name:<24}{_figures(ours):^20}{_figures(cpu):^20}{_figures(plain):^20}", flush=True)


def _search(session: Session, typed: str, user: User) -> object:
    return finding.find(session, typed, user)


def _timed(session: Session, questions: list[str], ask: Ask) -> tuple[list[float], list[float]]:
    for question in questions[:3]:
        ask(session, question)
    took, cpu = [], []
    for question in questions:
        session.expunge_all()
        began, worked = time.perf_counter(), time.process_time()
        ask(session, question)
        took.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return took, cpu


def _plain(session: Session, typed: str) -> object:
    words = expressions.of_words(asking.read(typed).words)
    query, place = matching.entries(session, words)
    return session.execute(query.order_by(place.desc()).limit(25)).all()


def _figures(took: list[float]) -> str:
    ordered = sorted(took)
    return f"{statistics.median(took):.1f} / {ordered[int(len(ordered) * 0.99)]:.1f}"


if __name__ == "__main__":
    main()
