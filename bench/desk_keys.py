"""How long does each key of the desk take until its result is painted?

    python -m bench.desk_keys [--messages 1000000] [--databases sqlite,postgresql]
                              [--rounds 20] [--kept FOLDER]

One web process as `hearback serve` starts it, on a desk of two years, and one Chromium that shows
it. Every key of the keyboard map is pressed in each round, from the moment of the key until the
frame is painted that shows what it is for, the way to the server and back included. Exits with 1
when the 95th percentile of any key is 100 ms or more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page
from sqlalchemy import select

from bench import databases, keyboard_map, large_databases, serving
from bench.keyboard_map import Key
from bench.percentile import percentile
from bench.serving import Served
from inbox import priority
from inbox.models import Conversation, Priority, Status, User
from inbox.runtime import Runtime
from tests.database_copies import Database

QUICK_MILLISECONDS = 100
PATIENCE_MILLISECONDS = 10_000
BETWEEN_MILLISECONDS = 100
# A check in a frame's own callback sees what that frame will show; a message posted there is heard
# once it has been painted.
WATCH = """() => {
  const focused = document.activeElement;
  const row = focused.closest('#rows > .row')?.dataset.conversation;
  const opened = document.querySelector('#conversation-head')?.dataset.conversation;
  const length = document.querySelector('#reply')?.value.length;
  const isShown = () => SHOWS;
  window.painted = new Promise((paint, fail) => {
    setTimeout(() => fail(new Error('nothing came of it')), PATIENCE);
    addEventListener('keydown', ({timeStamp}) => {
      const {port1, port2} = new MessageChannel();
      port1.onmessage = () => paint(performance.now() - timeStamp);
      const look = () => (isShown() ? port2.postMessage(0) : requestAnimationFrame(look));
      requestAnimationFrame(look);
    }, {capture: true, once: true});
  });
}""".replace("PATIENCE", str(PATIENCE_MILLISECONDS))


def main() -> None:
    """Press every key on each kind of database, and print what each took."""
    asked = _arguments()
    missed = False
    for kind in asked.databases.split(","):
        with large_databases.of(kind, [asked.messages], asked.kept) as (database,):
            missed |= _told(kind, asked.messages, _pressed(database, asked.rounds))
    sys.exit(1 if missed else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--databases", default=",".join(databases.KINDS))
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--kept", type=Path, help="where large desks are kept between runs")
    return parser.parse_args()


def _pressed(database: Database, rounds: int) -> dict[str, list[float]]:
    """Return what each key took in every round, in milliseconds; the first only warms up."""
    took: dict[str, list[float]] = defaultdict(list)
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        served = stack.enter_context(serving.of(data, database))
        (cookie,) = serving.cookies(served.runtime, ["Dana Ortiz"])
        page = stack.enter_context(serving.looking(served, cookie))
        for turn in range(rounds + 1):
            for key in keyboard_map.KEYS:
                _prepare(served, page, key)
                milliseconds = _press(page, key)
                if turn:
                    took[key.name].append(milliseconds)
    return took


def _prepare(served: Served, page: Page, key: Key) -> None:
    """Show what a key is pressed upon."""
    if key.at:
        page.goto(f"{served.address}{key.at}")
        page.locator("#rows > .row").first.wait_for()
    if key.needs_news:
        _change_elsewhere(served.runtime)
    if key.opens:
        page.locator(f"#rows > {key.opens}").first.locator(".row-main").click()


def _change_elsewhere(runtime: Runtime) -> None:
    """Let somebody change the newest conversation, which stands far down the list."""
    with runtime.writing() as session:
        newest = select(Conversation).where(Conversation.status == Status.OPEN)
        one = session.scalars(newest.order_by(Conversation.id.desc()).limit(1)).one()
        to = Priority.HIGH if one.priority is Priority.NORMAL else Priority.NORMAL
        by = session.get_one(User, 1)
        priority.change(session, one.id, to=to, by=by, reason="as it turned out")


def _press(page: Page, key: Key) -> float:
    if key.when:
        page.wait_for_function(f"() => {key.when}")
    # A person takes that long between two keys, and what the last one did has come to rest.
    page.wait_for_timeout(BETWEEN_MILLISECONDS)
    for before in key.before:
        page.keyboard.press(before)
    page.evaluate(WATCH.replace("SHOWS", key.shows))
    page.keyboard.press(key.press)
    try:
        return float(page.evaluate("window.painted"))
    finally:
        for after in key.after:
            page.keyboard.press(after)


def _told(kind: str, messages: int, took: dict[str, list[float]]) -> bool:
    """Print a line for each key and one for all. Say whether a key was too slow."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{kind} {messages:,}: key to painted result, median / p95 in ms, load {load}")
    for name, times in took.items():
        print(f"  {name:<34}{_figures(times)}   aim {QUICK_MILLISECONDS}")
    every = [one for times in took.values() for one in times]
    print(f"  {'any key':<34}{_figures(every)}   aim {QUICK_MILLISECONDS}", flush=True)
    return any(percentile(times, 95) >= QUICK_MILLISECONDS for times in took.values())


def _figures(times: list[float]) -> str:
    return f"{statistics.median(times):6.0f} / {percentile(times, 95):4.0f}"


if __name__ == "__main__":
    main()
