"""How quickly does a platform's flood become rows, beside inserting the same rows bare?

    python -m bench.intake [--messages 10000] [--rounds 3]

Comments of people who wait are fetched from the sandbox over HTTP by the real connector
and taken in page by page, their account having been read up to them. The rows that
result are then inserted into an empty database with the same tables and indexes: one
transaction, plain executemany by the thousand. Both are timed in turn, in one run; quote
the ratios.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, func, insert, select

from bench import databases
from hearback.seeding import accounts as seeding
from inbox import polling
from inbox.clock import SystemClock
from inbox.db import Base, for_writing
from inbox.models import Message
from tests import houses
from tests.redis_server import running_redis
from tests.sandbox.running import Running, running

BATCH = 1_000
POSTS = 20
GIVEN_UP_AFTER = 300
FILLED = (
    "post",
    "contact",
    "capture",
    "conversation",
    "message",
    "wait",
    "event",
    "search_person",
    "search_entry",
)


def main() -> None:
    """Measure every kind of database and print one line each."""
    asked = _arguments()
    with running() as sandbox, running_redis() as redis:
        house = {"HEARBACK_PLATFORM_ADDRESS": sandbox.address, "REDIS_URL": redis.address}
        for kind in databases.KINDS:
            rounds = [_round(kind, sandbox, house, asked.messages) for _ in range(asked.rounds)]
            _print(kind, asked.messages, rounds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _publish(sandbox: Running) -> list[str]:
    return [sandbox.publish(platform="facebook", text=f"Post {number}") for number in range(POSTS)]


def _write(sandbox: Running, posts: Sequence[str], messages: int) -> None:
    for post in posts:
        sandbox.say_many(
            {
                "platform": "facebook",
                "kind": "comment",
                "author": f"Resident {post[-4:]}",
                "text": "When does Juniper Street open again? I need to get to work.",
                "post": post,
                "count": messages // POSTS,
            }
        )


def _round(
    kind: str, sandbox: Running, house: Mapping[str, str], messages: int
) -> tuple[float, float]:
    sandbox.reset()
    with databases.empty(kind, 2) as (filled, bare):
        ours = _take_in(filled.engine, sandbox, house, messages)
        return ours, _insert_bare(filled.engine, bare.engine)


def _take_in(engine: Engine, sandbox: Running, house: Mapping[str, str], messages: int) -> float:
    posts = _publish(sandbox)
    with tempfile.TemporaryDirectory() as data:
        often = {**house, "HEARBACK_POLL_SECONDS": "0.001"}
        runtime = houses.runtime(engine, Path(data), SystemClock(), **often)
        page = seeding.connect_page(runtime, house["HEARBACK_PLATFORM_ADDRESS"])
        polling.poll(runtime, page.id)
        _write(sandbox, posts, messages)
        start = time.perf_counter()
        while (stored := _stored(engine)) < messages:
            polling.poll(runtime, page.id)
            assert time.perf_counter() - start < GIVEN_UP_AFTER, f"{stored} of {messages} arrived"
        return time.perf_counter() - start


def _stored(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count(Message.id))).scalar_one()


def _insert_bare(source: Engine, target: Engine) -> float:
    tables = Base.metadata.sorted_tables
    rows = {table.name: _rows(source, table) for table in tables}
    _insert(target, rows, [table.name for table in tables if table.name not in FILLED])
    start = time.perf_counter()
    _insert(target, rows, FILLED)
    return time.perf_counter() - start


def _rows(engine: Engine, table: Table) -> list[dict[str, Any]]:
    # What the database reckons by itself cannot be inserted.
    columns = [column for column in table.columns if column.computed is None]
    with engine.connect() as connection:
        found = connection.execute(select(*columns).order_by(*table.primary_key))
        return [dict(row) for row in found.mappings()]


def _insert(engine: Engine, rows: dict[str, list[dict[str, Any]]], names: Iterable[str]) -> None:
    """Insert rows as fast as plain statements go: one transaction, batches of a thousand."""
    tables = Base.metadata.tables
    with for_writing(engine).begin() as connection:
        for name in names:
            for start in range(0, len(rows[name]), BATCH):
                connection.execute(insert(tables[name]), rows[name][start : start + BATCH])


def _print(kind: str, messages: int, rounds: Sequence[tuple[float, float]]) -> None:
    ours = statistics.median(messages / taken for taken, _ in rounds)
    bare = statistics.median(messages / taken for _, taken in rounds)
    ratio = statistics.median(plain / taken for taken, plain in rounds)
    print(
        f"{kind:<11} {messages} messages, median of {len(rounds)}: "
        f"through the connector {ours:,.0f}/s, bare insert {bare:,.0f}/s, ratio {ratio:.2f}"
    )


if __name__ == "__main__":
    main()
