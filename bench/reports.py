"""How long does a report take over two years, beside the same reckoning in plain Python?

    python -m bench.reports [--conversations 200000] [--databases sqlite,postgresql] [--calls 100]
                            [--kept FOLDER]

The desk of `bench/waiting_desk.py`. Each part is asked as a page asks for it, and `everything` as
a table or a program asks, over the last 30 days and over all of the two years. Beside it stands the
same reckoned in plain Python from every row, reading these included; both must agree exactly, or
this exits with 1. `CPU` is what this process spent itself; `floor` is the bare read of all the rows
and columns by the same driver. Quote the load of the machine.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench import databases, large_databases, plain_reports, waiting_desk
from bench.large_desk import NOW, START
from bench.percentile import percentile
from bench.plain_reports import Plain
from bench.waiting_desk import ZONE, AClock
from connectors.words import Kind, Platform
from inbox.filters.conditions import NOBODY
from inbox.filters.reading import Filter
from inbox.models import User, measured
from inbox.reports import choosing, counting, gathering, keys, opening, posts, reporting
from inbox.reports.asking import Asked

WAITS = large_databases.Filling("waits", "conversations", waiting_desk.fill)
RANGES = {"30 days": 30, "two years": 690}
COUNTED = (keys.TOTAL, keys.DAY, keys.HOUR, *reporting.GROUPS)
NARROWED = {
    "platform": Platform.FACEBOOK.value,
    "kind": Kind.COMMENT.value,
    keys.ACCOUNT: "1",
    keys.TEAM: "1",
    keys.PERSON: NOBODY,
    keys.TAG: "Tag 1",
    keys.LANGUAGE: "en",
    keys.POST: "500",
}
"""By what a summary is asked for alone, and what most of its kind have."""

MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is asked, and how plain Python would answer it, if it does."""

    name: str
    ask: Callable[[], object]
    plainly: Callable[[Plain], object] | None = None


@dataclass(frozen=True, slots=True)
class Took:
    """How long the calls of one part took, in milliseconds."""

    calls: list[float]
    cpu: float

    @property
    def median(self) -> float:
        """Return what half of the calls did not exceed."""
        return statistics.median(self.calls)

    @property
    def nearly_all(self) -> float:
        """Return the 99th percentile."""
        return percentile(self.calls, 99)


def main() -> None:
    """Measure every kind of database and print a line for each part."""
    asked, is_wrong = _arguments(), False
    for kind in asked.databases.split(","):
        sizes = [asked.conversations]
        with large_databases.of(kind, sizes, asked.kept, WAITS) as (database,):
            load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
            print(f"{kind}, load {load}")
            is_wrong = not measure(database.engine, asked.calls) or is_wrong
    sys.exit(1 if is_wrong else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--calls", type=int, default=100)
    parser.add_argument("--kept", type=Path, help="keep the desks there for the next run")
    return parser.parse_args()


def measure(engine: Engine, calls: int) -> bool:
    """Print a line for each part and range; tell whether all agree with plain Python."""
    agreed, short = True, dict[str, float]()
    with Session(engine, info={"clock": AClock()}) as session:
        began = time.perf_counter()
        plain = plain_reports.read(session)
        # No report's process holds these, and every collection would go through all of them.
        gc.freeze()
        reading = (time.perf_counter() - began) * MILLISECONDS
    print(f"{'':26}{'p50':>8}{'p99':>8}{'CPU':>8}{'plain':>10}{'ratio':>8}{'growth':>8}   (ms)")
    for name, days in RANGES.items():
        with Session(engine, info={"clock": AClock()}) as session:
            for part in _parts(session, _of_days(days)):
                took = _timed(part.ask, calls)
                growth = took.median / short.setdefault(part.name, took.median)
                said, is_same = _beside(part, plain, reading, took)
                agreed = agreed and is_same
                print(
                    f"{name + ', ' + part.name:<26}{took.median:>8.1f}{took.nearly_all:>8.1f}"
                    f"{took.cpu:>8.1f}{said:>18}{growth:>8.1f}{'' if is_same else '   DIFFERS'}",
                    flush=True,
                )
    return agreed


def _parts(session: Session, asked: Asked) -> Iterator[Part]:
    report = partial(reporting.report, session, asked, by=session.get_one(User, 1))
    yield Part("floor", partial(_floor, session, asked))
    for name in COUNTED:
        counted, plainly = partial(_counted, session, asked, name), partial(_plainly, asked, name)
        yield Part(name, counted, plainly)
    yield Part(reporting.SUMMARY, *_summary(session, asked))
    besides = partial(report, only=(reporting.BESIDES,))
    yield Part(reporting.BESIDES, lambda: besides().lags, lambda plain: plain.lags(asked))
    yield Part("list of posts", partial(posts.offered, session, asked))
    behind = partial(opening.behind, session, asked, "all")
    yield Part("waits behind", behind)
    yield Part("everything", report)
    for name, given in NARROWED.items():
        some = replace(asked, filter=Filter(((name, (given,)),)))
        yield Part(f"{name} {given}", *_summary(session, some))


def _summary(
    session: Session, asked: Asked
) -> tuple[Callable[[], object], Callable[[Plain], object]]:
    by, only = session.get_one(User, 1), (reporting.SUMMARY,)
    return (
        lambda: _told(reporting.report(session, asked, by=by, only=only)),
        lambda plain: plain.summary(asked),
    )


def _floor(session: Session, asked: Asked) -> int:
    """Read what a count needs of each wait, and do nothing with it."""
    return len(
        session.execute(
            gathering.statement(choosing.on_days(asked), measured.COUNTED_BY)
        ).scalar_one()
    )


def _counted(session: Session, asked: Asked, name: str) -> object:
    return counting.count(session, asked, (name,))[name]


def _plainly(asked: Asked, name: str, plain: Plain) -> object:
    return plain.by(asked, name)


def _told(report: reporting.Report) -> object:
    """Return what plain Python reckons too."""
    return [
        report.total,
        [one.figures for one in report.stretches if one.figures.count],
        report.so_far,
        report.so_far_staffed,
        report.resolutions,
        [report.waiting_at_start, report.waiting_at_end],
        report.volume,
    ]


def _beside(part: Part, plain: Plain, reading: float, took: Took) -> tuple[str, bool]:
    if part.plainly is None:
        return "", True
    began = time.perf_counter()
    expected = part.plainly(plain)
    # What is read once here, plain Python would read for each.
    spent = (time.perf_counter() - began) * MILLISECONDS + reading
    return f"{spent:>10.0f}{spent / took.median:>8.1f}", part.ask() == expected


def _of_days(days: int) -> Asked:
    last: date = NOW.date()
    first = max(last - timedelta(days=days - 1), START.date())
    return Asked(first=first, last=last, zone=ZONE)


def _timed(part: Callable[[], object], calls: int) -> Took:
    part()
    took, cpu = [], time.process_time()
    for _ in range(calls):
        began = time.perf_counter()
        part()
        took.append((time.perf_counter() - began) * MILLISECONDS)
    return Took(took, (time.process_time() - cpu) * MILLISECONDS / calls)


if __name__ == "__main__":
    main()
