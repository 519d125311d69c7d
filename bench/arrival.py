"""How soon does a resident's word stand on two desks, on each surface?

    python -m bench.arrival [--rounds 5] [--poll 1]

The whole house runs as `make run` starts it, with two people at desks in two
Chromiums. The clock starts with the platform's own moment of the words, which stands on
the residents' page, and stops when the row is seen on both desks, without a reload. Exits with 1
when a word took longer than one poll and a second.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import surfaces
from tests.browser.conftest import chromium
from tests.browser.street import Street, street
from tests.browser.surfaces import Surface
from tests.hearback.launched import launched

BEYOND_THE_POLL = 1.0
PATIENCE = 30.0


def main() -> None:
    """Measure every surface and print a line each."""
    asked = _arguments()
    latest = asked.poll + BEYOND_THE_POLL
    with (
        tempfile.TemporaryDirectory() as data,
        launched(Path(data), HEARBACK_POLL_SECONDS=str(asked.poll)) as house,
        sync_playwright() as playwright,
        chromium(playwright.chromium) as browser,
        street(house, browser) as made,
    ):
        late = [
            surface
            for surface in surfaces.ALL
            if max(_measured(made, surface, asked.rounds, latest)) > latest
        ]
    sys.exit(1 if late else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--poll", type=float, default=1.0)
    return parser.parse_args()


def _measured(street: Street, surface: Surface, rounds: int, latest: float) -> list[float]:
    taken = [_seconds(street, surface, number) for number in range(rounds)]
    print(
        f"{surface!s:<40} median {statistics.median(taken):.2f} s, "
        f"longest {max(taken):.2f} s of {latest:.2f}"
    )
    return taken


def _seconds(street: Street, surface: Surface, number: int) -> float:
    words = f"Is the bridge open again? {surface}, {number}."
    street.rosa.looks_at(surface.view)
    street.dana.looks_at("unassigned")
    said = street.residents.write(surface, f"Nora Vance {number}", words)
    late = time.monotonic() + PATIENCE
    for person in (street.rosa, street.dana):
        person.sees(words, before=late)
    return (datetime.now(UTC) - said.at).total_seconds()


if __name__ == "__main__":
    main()
