"""Do desk and platforms agree exactly after half an hour in which everything fails?

    python -m bench.faults [--minutes 30] [--speed 3] [--database sqlite] [--quick]

The whole house runs against one database: web with webhooks, two workers, scheduler, Redis,
sandbox. Residents write, edit and remove on every surface of docs/platforms.md 7.1, the
platforms hide, staff answer and moderate, every fault switch of the sandbox is thrown by
chance, tokens are revoked and accounts connected again, and every process is killed and
started again. Then the faults stop, everything catches up, and all the sandbox holds is
compared with all the desk holds; each difference is a line, and any of them an exit with 1.

The minutes are the sandbox's. Its clock is moved forward, so that with `--speed 3` ten of
ours are thirty there; the house keeps the machine's clock, and so the platforms run ever
further ahead of it. At the end the administrator connects every account again and staff
send at once what a rate limit holds back, instead of waiting for hours that were moved past.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from bench import databases
from bench.household import Household
from bench.reckoning import Reckoning, reckon
from bench.residents import Residents
from bench.staff import Staff
from bench.weather import Weather
from tests.database_copies import Database

STEP_SECONDS = 3.0
# Nothing that waits by itself waits longer than that once accounts are connected anew.
STANDSTILL_SECONDS = 100
SETTLE_SECONDS = 420
LOOK_SECONDS = 5
QUICK_MINUTES = 6
PUBLISH_EVERY, KILL_EVERY, BROADCAST_EVERY = 24, 4, 8


def main() -> None:
    """Hold the run and print what was done and what differs."""
    asked = _arguments()
    kept = nullcontext(asked.data) if asked.data else tempfile.TemporaryDirectory()
    with databases.empty(asked.database, 1) as (database,), kept as data:
        found = _run(asked, Path(data).resolve(), database)
    sys.exit(1 if found.differences else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30, help="of sandbox time")
    parser.add_argument("--speed", type=float, default=3, help="sandbox minutes in one of ours")
    parser.add_argument("--database", choices=databases.KINDS, default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_MINUTES} minutes instead")
    parser.add_argument("--data", help="a folder that keeps logs and sandbox afterwards")
    asked = parser.parse_args()
    if asked.quick:
        asked.minutes = QUICK_MINUTES
    return asked


def _run(asked: argparse.Namespace, data: Path, database: Database) -> Reckoning:
    chance = random.Random(asked.seed)  # noqa: S311 - chance, not secrecy
    with Household(data, database) as house:
        weather, residents = Weather(chance), Residents(chance)
        staff = Staff(house.runtime, chance)
        spent = _storm(asked, chance, house, weather, residents, staff)
        found, settled = _settle(house, weather, residents, staff)
    print(f"Sandbox time       {asked.minutes:g} min in {spent / 60:.1f} of ours; {asked.database}")
    print(f"Caught up          after {settled:.0f} s")
    _tell("Residents", residents.did)
    _tell("Staff", staff.did)
    _tell("Faults", weather.thrown)
    _tell("Killed", house.killed)
    _tell("Ended by itself", house.ended)
    _tell("Compared", found.compared)
    _tell("Not promised", found.not_promised)
    print(f"Differences        {len(found.differences)}")
    for line in sorted(found.differences):
        print(f"  {line}")
    return found


def _storm(
    asked: argparse.Namespace,
    chance: random.Random,
    house: Household,
    weather: Weather,
    residents: Residents,
    staff: Staff,
) -> float:
    """Let everything happen for the minutes asked for; return the seconds of ours."""
    begun, passed, step = time.monotonic(), 0.0, 0
    while passed < asked.minutes * 60:
        began = time.monotonic()
        if step % PUBLISH_EVERY == 0:
            residents.publish(house.sandbox)
        if step % BROADCAST_EVERY == BROADCAST_EVERY - 1:
            residents.begin_or_end_broadcasts(house.sandbox)
        weather.change(house.sandbox)
        residents.act(house.sandbox, 4)
        staff.answer(1)
        staff.moderate()
        house.look_after()
        if step % 3 == 2:
            staff.look_after_accounts(house.sandbox.address)
        if step % KILL_EVERY == KILL_EVERY - 1:
            house.kill_one(chance)
        time.sleep(STEP_SECONDS * 2 * chance.random())
        took = time.monotonic() - began
        house.sandbox.advance(took * (asked.speed - 1))
        passed, step = passed + took * asked.speed, step + 1
    return time.monotonic() - begun


def _settle(
    house: Household, weather: Weather, residents: Residents, staff: Staff
) -> tuple[Reckoning, float]:
    """Let everything catch up, and compare until nothing differs or patience ends."""
    begun = moved = time.monotonic()
    before: list[str] = []
    weather.clear(house.sandbox)
    residents.end_broadcasts(house.sandbox)
    staff.look_after_accounts(house.sandbox.address, all_of_them=True)
    while True:
        house.look_after()
        staff.look_after_accounts(house.sandbox.address)
        staff.hurry()
        time.sleep(LOOK_SECONDS)
        with house.runtime.reading() as session:
            found = reckon(house.sandbox.state(), session)
        now = time.monotonic()
        moved = moved if sorted(found.differences) == before else now
        before = sorted(found.differences)
        if not before or now - moved > STANDSTILL_SECONDS or now - begun > SETTLE_SECONDS:
            return found, now - begun


def _tell(title: str, counts: Counter[str]) -> None:
    print(f"{title:<18} {sum(counts.values())}")
    for name, count in sorted(counts.items()):
        print(f"  {count:>5}  {name}")


if __name__ == "__main__":
    main()
