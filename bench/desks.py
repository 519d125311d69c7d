"""Do ten desks that work at once, through outages, all show what the database holds in the end?

    python -m bench.desks [--desks 10] [--minutes 10] [--seed 1]

The whole house runs as `make run` starts it. Each desk is a Chromium context of its own; its
person opens, claims, tags, answers, snoozes, resolves and takes back at random, while residents
write and, every two minutes, the web process or Redis is killed. Then hands leave the keys, and
every desk is held against the database: which rows it lists and in which order, their versions,
owners and tags, the counts of its views and the open conversation. Exits with 1 at a difference
that is still there after a minute.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.agreement import Truth
from bench.hands import Hands
from inbox.config import Settings
from inbox.runtime import Runtime
from tests.browser.conftest import chromium
from tests.browser.signing_in import sign_in
from tests.hearback import processes
from tests.hearback.launched import Launched, launched
from tests.sandbox.running import Running

PEOPLE = ("rosa", "dana", "marcus", "june", "lee")
OUTAGE_SECONDS = 120
SETTLE_SECONDS = 60
SURFACES = (
    {"platform": "facebook", "kind": "comment"},
    {"platform": "instagram", "kind": "direct_message", "profile": "mesaverdepd"},
    {"platform": "x", "kind": "mention"},
)


def main() -> None:
    """Let the desks work, then compare them."""
    asked = _arguments()
    chance = random.Random(asked.seed)  # noqa: S311 - not for secrets
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        house = stack.enter_context(launched(data))
        playwright = stack.enter_context(sync_playwright())
        browser = stack.enter_context(chromium(playwright.chromium))
        runtime = Runtime(Settings.from_environment(house.environment))
        desks = [_desk(browser, house, number, chance) for number in range(asked.desks)]
        did, outages = _work(house, desks, chance, asked.minutes * 60)
        for desk in desks:
            desk.rest()
        differing = _differences(Truth(runtime), desks)
        runtime.close()
    print(f"{asked.desks} desks for {asked.minutes} minutes, {outages} outages")
    print("  ".join(f"{name} {count}" for name, count in sorted(did.items())))
    print("\n".join(differing) or "Every desk shows what the database holds.")
    sys.exit(1 if differing else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _desk(browser: Browser, house: Launched, number: int, chance: random.Random) -> Hands:
    email = f"{PEOPLE[number % len(PEOPLE)]}@mesaverde.example"
    page = browser.new_context(locale="en-US").new_page()
    return Hands(sign_in(page, house, email), house.address, email, chance)


def _work(
    house: Launched, desks: list[Hands], chance: random.Random, seconds: float
) -> tuple[Counter[str], int]:
    done, outages = threading.Event(), 0
    residents = threading.Thread(target=_write, args=(house.sandbox, chance.random(), done))
    residents.start()
    begin = time.monotonic()
    while time.monotonic() < begin + seconds:
        chance.choice(desks).act()
        if time.monotonic() > begin + (outages + 1) * OUTAGE_SECONDS:
            _break(house, outages)
            outages += 1
    done.set()
    residents.join()
    return sum((desk.did for desk in desks), Counter()), outages


def _write(sandbox: Running, seed: float, done: threading.Event) -> None:
    chance, number = random.Random(seed), 0  # noqa: S311 - not for secrets
    while not done.wait(chance.uniform(0.2, 3)):
        number += 1
        sandbox.say(
            **chance.choice(SURFACES),
            author=f"Resident {chance.randrange(40)}",
            text=f"Is anybody there, asks number {number}?",
        )


def _break(house: Launched, number: int) -> None:
    """Kill the web process, then Redis, in turn; the launcher starts them again."""
    if number % 2:
        os.kill(processes.redis_of(house.data), signal.SIGKILL)
    else:
        os.kill(min(processes.named(house.data, "hearback.wsgi:make()")), signal.SIGKILL)


def _differences(truth: Truth, desks: list[Hands]) -> list[str]:
    """Look until all agree or patience ends; return what differs then."""
    begin = time.monotonic()
    while True:
        found = [line for desk in desks for line in truth.differences(desk)]
        waited = time.monotonic() - begin
        if not found or waited > SETTLE_SECONDS:
            print(f"Looked at the desks for {waited:.0f} s")
            return found
        time.sleep(1)


if __name__ == "__main__":
    main()
