"""How soon does a word that a platform pushes stand on the desk, with fifty people watching?

    python -m bench.webhooks [--rounds 3] [--sockets 50]

The whole house runs as `make run` starts it, but polls once an hour, so that only pushes can
be quick. One Chromium and fifty Socket.IO clients, all signed in, watch the open conversations.
Residents write on Facebook, Instagram and X; the clock starts with the call that says the words
and stops when their row is drawn, and when their event is at each socket. Then the answers to
pushes are timed by themselves. Exits with 1 when a word is missing or a median is 1 s or more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.answering import Answers
from bench.percentile import percentile
from bench.watching import Row, Rows, Sockets
from tests.browser.conftest import chromium
from tests.browser.signing_in import sign_in
from tests.hearback.launched import launched
from tests.sandbox.running import Running

POLL_SECONDS = "3600"
SURFACES = (
    ("facebook", "comment"),
    ("facebook", "direct_message"),
    ("instagram", "comment"),
    ("instagram", "direct_message"),
    ("x", "mention"),
    ("x", "direct_message"),
)
# Whatever is new within three seconds of the last new row waits behind "1 new" (docs/live.md).
PAUSE_SECONDS = 4.0
PATIENCE_SECONDS = 15.0
LATEST_SECONDS = 1.0
AIM_MILLISECONDS = 50


def main() -> None:
    """Let residents write, one at a time, and print the figures."""
    asked = _arguments()
    with (
        tempfile.TemporaryDirectory() as data,
        launched(Path(data), HEARBACK_POLL_SECONDS=POLL_SECONDS) as house,
        sync_playwright() as playwright,
        chromium(playwright.chromium) as browser,
    ):
        page = sign_in(browser.new_page(), house)
        with closing(Sockets(house, asked.sockets)) as sockets:
            said = _talk(house.sandbox, Rows(page), sockets, asked.rounds)
            answers = Answers(house).timed()
    _print_machine()
    is_quick = _print(said, asked.sockets)
    print(answers.described(AIM_MILLISECONDS))
    sys.exit(0 if is_quick else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    # The newest stand at the end of a list whose first page holds fifty.
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 4))
    parser.add_argument("--sockets", type=int, default=50)
    return parser.parse_args()


def _talk(sandbox: Running, rows: Rows, sockets: Sockets, rounds: int) -> list[Row]:
    posts = {
        platform: sandbox.publish(platform=platform, text="Juniper Street is closed.")
        for platform in ("facebook", "instagram")
    }
    said = []
    for number in range(rounds * len(SURFACES)):
        platform, kind = SURFACES[number % len(SURFACES)]
        where = {"post": posts[platform]} if kind == "comment" else {}
        name = "@MesaVerdePD " if kind == "mention" else ""
        time.sleep(PAUSE_SECONDS)
        row = Row(f"Pushed {number:04}", f"{platform} {kind}")
        row.said_at = time.time()
        sandbox.say(
            platform=platform,
            kind=kind,
            author=f"Resident {number}",
            text=f"{name}{row.words}, is it open?",
            **where,
        )
        _wait(row, rows, sockets)
        said.append(row)
    return said


def _wait(row: Row, rows: Rows, sockets: Sockets) -> None:
    late = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < late and not (row.drawn_at and len(row.heard_at) == sockets.count):
        time.sleep(0.05)
        row.drawn_at = rows.drawn_at(row.words)
        row.heard_at = sockets.heard_at(row.words)


def _print_machine() -> None:
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"Machine            {os.cpu_count()} cores, load {load}")


def _print(said: Sequence[Row], sockets: int) -> bool:
    drawn = [row.drawn_at - row.said_at for row in said if row.drawn_at]
    heard = [at - row.said_at for row in said for at in row.heard_at]
    for surface in dict.fromkeys(row.surface for row in said):
        of_it = [row for row in said if row.surface == surface and row.drawn_at and row.heard_at]
        if not of_it:
            continue
        print(
            f"{surface:<26} median {_median(row.drawn_at - row.said_at for row in of_it):.2f} s, "
            f"{_median(at - row.said_at for row in of_it for at in row.heard_at):.2f} s at a socket"
        )
    slowest = max(said, key=lambda row: max(row.heard_at, default=0) - row.said_at)
    print(f"Slowest            {slowest.words}, {slowest.surface}")
    print(f"Row in Chromium    {_described(drawn)}, {len(said) - len(drawn)} missing")
    missing = len(said) * sockets - len(heard)
    print(f"Event at a socket  {_described(heard)}, {missing} missing, {sockets} sockets")
    if missing or len(drawn) < len(said):
        return False
    return all(statistics.median(one) < LATEST_SECONDS for one in (drawn, heard))


def _median(taken: Iterable[float]) -> float:
    return statistics.median(taken)


def _described(taken: list[float]) -> str:
    if len(taken) < 2:
        return f"{len(taken)} in time"
    p95 = percentile(taken, 95)
    return (
        f"{len(taken)}: median {statistics.median(taken):.2f} s, "
        f"95th percentile {p95:.2f} s, longest {max(taken):.2f} s"
    )


if __name__ == "__main__":
    main()
