"""How long does a search take over a large desk, beside the plain statement?

    python -m bench.search [--messages 100000,1000000] [--databases sqlite,postgresql]
                           [--calls 200] [--kept FOLDER]

On a desk of two years (`bench/large_desk.py`) each kind of search is asked many times, other words
each time, as a page asks it (`finding.find`), and beside it the bare statement that finds the
newest 25 entries of the same words. The sizes take turns call by call, as in `bench.desk`. Exits
with 1 when a kind misses the aim at the 99th percentile on the largest desk, or when all of them
together grew by more than 1.3 times.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from bench import databases, desks_in_turn, vocabulary
from bench.desks_in_turn import MOST_GROWTH, WARM, Desk, Taken
from bench.vocabulary import COMMON, MID, RARE
from inbox.search import asking, expressions, finding, matching, places

AIM = 20
SHOWN = 25


def main() -> None:
    """Measure every kind of database and print a line for each kind of search."""
    asked = _arguments()
    sizes = sorted(map(int, asked.messages.split(",")))
    missed = False
    for kind in asked.databases.split(","):
        with desks_in_turn.of(kind, sizes, asked.kept) as desks:
            missed |= _measure(desks, asked.calls)
    sys.exit(1 if missed else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", default="100000,1000000", help="sizes")
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--kept", type=Path, help="where large desks are kept between runs")
    return parser.parse_args()


def _measure(desks: list[Desk], calls: int) -> bool:
    """Print what each kind of search took, and all together. Say whether an aim was missed."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\nload {load}; p50 / p99 in ms, CPU of this process, statements")
    missed = False
    every = [Taken() for _ in desks]
    for name, make in _kinds(random.Random(11)).items():  # noqa: S311 - the same questions each time
        questions = [make() for _ in range(calls + WARM)]
        ours = desks_in_turn.measured(desks, calls, partial(_searched, questions))
        plain = desks_in_turn.measured(desks, calls, partial(_searched_plainly, questions))
        missed |= _told(name, desks, ours, plain)
        for whole, part in zip(every, ours, strict=True):
            whole.clock += part.clock
    return _told_together(every) or missed


def _told(name: str, desks: Sequence[Desk], ours: Sequence[Taken], plain: Sequence[Taken]) -> bool:
    for desk, took, beside in zip(desks, ours, plain, strict=True):
        bare = f"{beside.median:.1f} / {beside.p99:.1f}"
        print(f"{desk.name}  {name:<22} {took}   plain {bare:>13}   aim {AIM}", flush=True)
    return ours[-1].p99 > AIM


def _told_together(every: Sequence[Taken]) -> bool:
    smallest, largest = (statistics.mean(one.clock) for one in (every[0], every[-1]))
    growth = largest / smallest
    if len(every) > 1:
        print(f"all kinds together grew {growth:.2f} times in the mean   aim {MOST_GROWTH}")
    return growth > MOST_GROWTH


def _kinds(chance: random.Random) -> dict[str, Callable[[], str]]:
    """Name each kind of search, with what makes the next of it."""
    rare, mid, common = (partial(chance.choice, words) for words in (RARE, MID, COMMON))
    name = partial(vocabulary.name, chance)
    return {
        "rare word": lambda: f"{rare()} ",
        "mid word": lambda: f"{mid()} ",
        "common word": lambda: f"{common()} ",
        "word of long ago": lambda: f"{vocabulary.LONG_AGO} ",
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


def _searched(questions: Sequence[str], desk: Desk, turn: int) -> object:
    return desk.read(lambda session: finding.find(session, questions[turn], desk.user))


def _searched_plainly(questions: Sequence[str], desk: Desk, turn: int) -> object:
    return desk.read(lambda session: _plain(session, questions[turn]))


def _plain(session: Session, typed: str) -> object:
    words = expressions.of_words(asking.read(typed).words)
    query, place = matching.entries(session, words)
    place = matching.by_time(session, words, place, wanted=SHOWN, before=places.END)
    return session.execute(query.order_by(place.desc()).limit(SHOWN)).all()


if __name__ == "__main__":
    main()
