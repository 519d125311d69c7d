"""Does a news conference of a hundred comments a second stay whole, in order and usable?

    python -m bench.live [--seconds 300] [--rate 100]

The whole house runs as `make run` starts it. Residents comment in a Facebook broadcast while a
person at a Chromium has its live screen open, writes, and walks through the log; the browser's
own event timing tells how long a key takes until its picture is painted. At the end what the
sandbox holds is compared with the desk. Exits with 1 when a comment is missing, twice or
out of order, or when the 95th percentile of key to paint is 100 ms or more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench import ledger
from bench.keys import Keys
from inbox.config import Settings
from inbox.db import make_engine
from inbox.models import Message, Post
from tests.browser.conftest import chromium
from tests.browser.signing_in import sign_in
from tests.hearback.launched import Launched, launched
from tests.sandbox.running import Running

PAGE = {"platform": "facebook"}
# As platforms are polled in earnest; broadcasts keep their own pace.
POLL_SECONDS = "30"
BATCHES_A_SECOND = 5
PATIENCE_SECONDS = 120
QUICK_MILLISECONDS = 100


def main() -> None:
    """Hold the conference and print the figures."""
    asked = _arguments()
    with (
        tempfile.TemporaryDirectory() as data,
        launched(Path(data), HEARBACK_POLL_SECONDS=POLL_SECONDS) as house,
        sync_playwright() as playwright,
        chromium(playwright.chromium) as browser,
    ):
        house.sandbox.go_live(**PAGE, text="News conference")
        page = sign_in(browser.new_page(), house)
        post_id = _wait_for_broadcast(house)
        page.goto(f"{house.address}/live/{post_id}")
        keys = Keys(page)
        talk = threading.Thread(target=_talk, args=(house.sandbox, asked.seconds, asked.rate))
        talk.start()
        keys.press_while(talk.is_alive)
        talk.join()
        house.sandbox.end_live(**PAGE)
        _wait_for(house, post_id, asked.seconds * asked.rate)
        figures, lines = keys.figures(), keys.lines()
        sound = ledger.compare(house, post_id)
    print(f"Live screen        {lines} lines in the page at the end")
    print(figures)
    sys.exit(0 if sound and figures.p95 < QUICK_MILLISECONDS else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--rate", type=int, default=100, help="comments a second")
    return parser.parse_args()


def _talk(sandbox: Running, seconds: int, rate: int) -> None:
    """Comment at a steady rate, caught up when the machine was slow."""
    each = rate // BATCHES_A_SECOND
    begin = time.monotonic()
    for batch in range(seconds * BATCHES_A_SECOND):
        said = {"kind": "live_comment", "author": "Resident {n}", "count": each}
        sandbox.say_many(PAGE | said | {"text": f"Is batch {batch} heard, number {{n}}?"})
        due = begin + (batch + 1) / BATCHES_A_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
    print(f"Said               {seconds * rate:,} in {time.monotonic() - begin:.0f} s")


def _wait_for_broadcast(house: Launched) -> int:
    running = select(Post.id).where(Post.live_started_at.is_not(None))
    return _until(house, lambda session: session.scalar(running))


def _wait_for(house: Launched, post_id: int, count: int) -> None:
    kept = select(func.count(Message.id)).where(Message.text.contains("Is batch"))
    ended = select(Post.id).where(Post.id == post_id, Post.live_stream.is_(None))
    _until(house, lambda session: session.scalar(kept) == count and session.scalar(ended))


def _until(house: Launched, is_so: ledger.Asking) -> int:
    engine = make_engine(Settings.from_environment(house.environment).database_url)
    late = time.monotonic() + PATIENCE_SECONDS
    found = None
    while not found and time.monotonic() < late:
        time.sleep(0.5)
        with Session(engine) as session:
            found = is_so(session)
    engine.dispose()
    return int(found or 0)


if __name__ == "__main__":
    main()
