"""What becomes of whatever a program makes up and sends, for as long as wanted?

    python -m bench.fuzz [--seconds 180] [--seed 1] [--databases sqlite,postgresql]

The machinery of `tests/fuzz/`, with other cases in every round: whatever a browser asks (each
address by each method, as its pages offer it and otherwise), the API as its document says and
otherwise, and what platforms push, signed and forged. Prints how many were tried and how they were
answered, and each that broke a promise; exits with 1 if one did.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import databases
from tests.fuzz import browsing, conforming, house, pushing
from tests.fuzz.house import House
from tests.fuzz.trying import MOST_TOLD, Size, Tally
from web.app import create_app

Surface = Callable[[House, Size], Tally]

# In so many parts of the whole time, and so many cases of each sort in a round.
SURFACES: tuple[tuple[Surface, float, int], ...] = (
    (browsing.try_all, 0.6, 2),
    (conforming.try_all, 0.3, 4),
    (pushing.try_all, 0.1, 100),
)


def main() -> None:
    """Try every surface on every kind of database, and exit with 1 when anything broke."""
    asked = _arguments()
    # What is refused is logged, and nearly everything is; the house itself listens for what breaks.
    logging.getLogger().addHandler(logging.NullHandler())
    kinds = asked.databases.split(",")
    broken = [_try(kind, asked.seconds / len(kinds), asked.seed) for kind in kinds]
    sys.exit(1 if any(broken) else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    return parser.parse_args()


def _try(kind: str, seconds: float, seed: int) -> bool:
    """Say whether anything broke on this kind."""
    with (
        databases.empty(kind, 1) as (database,),
        tempfile.TemporaryDirectory(prefix="hearback-fuzz-") as folder,
        house.opened(database.engine, Path(folder), create_app) as opened,
    ):
        tallies = [
            _for(surface, opened, seconds * share, each, seed) for surface, share, each in SURFACES
        ]
        rules = opened.broken_rules()
    for tally in tallies:
        print(f"{kind}: {_told(tally)}", flush=True)
    for broken in rules:
        print(f"{kind}: BROKEN RULE {broken}")
    return bool(rules) or any(tally.failures for tally in tallies)


def _for(surface: Surface, opened: House, seconds: float, each: int, seed: int) -> Tally:
    """Try a surface in rounds, each with cases of its own, until its time is up."""
    until, whole = time.monotonic() + seconds, None
    while whole is None or time.monotonic() < until:
        tally = surface(opened, Size(each=each, until=until, seed=seed))
        whole = tally if whole is None else whole.with_more(tally)
        seed += 1
    return whole


def _told(tally: Tally) -> str:
    answers = ", ".join(f"{status}: {many:,}" for status, many in sorted(tally.statuses.items()))
    head = f"{tally.surface}: {tally.tried:,} tried, {len(tally.failures)} failures ({answers})"
    return "\n\n".join([head, *tally.failures[:MOST_TOLD]])


if __name__ == "__main__":
    main()
