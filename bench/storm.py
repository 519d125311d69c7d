"""Is anything lost or sent twice while processes are killed and the platforms fail?

    python -m bench.storm [--kills 100] [--messages 2000] [--replies 300] [--database sqlite]

Two workers and two schedulers run against the sandbox while residents write,
staff answer, faults strike at random and processes are killed with SIGKILL. At
the end the faults stop, everything catches up, and what the sandbox holds is
compared with what the desk holds. Half-way, Redis is killed and comes back
empty. Exits with 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import databases
from bench.crowd import Crowd, Figures
from bench.killing import Processes
from hearback.seeding import accounts as seeding
from hearback.seeding import department
from inbox.clock import SystemClock
from inbox.runtime import Runtime
from tests import houses
from tests.redis_server import Restartable
from tests.sandbox.running import Running, running

TAKEN_OVER_WITHIN = 15.0
# Long enough that a process started anew usually gets to work before it may be next.
PAUSE_SECONDS = 2.5
FAULTS = (
    {"kind": "status", "status": 503, "probability": 0.05},
    {"kind": "reset_before", "probability": 0.03},
    {"kind": "reset_after", "method": "POST", "probability": 0.10},
    {"kind": "error_after_write", "method": "POST", "probability": 0.05},
    {"kind": "delay", "seconds": 2, "probability": 0.02},
)


def main() -> None:
    """Run the storm and print the counts."""
    asked = _arguments()
    chance = random.Random(asked.seed)  # noqa: S311 - chance, not secrecy
    with (
        databases.empty(asked.database, 1) as (database,),
        tempfile.TemporaryDirectory() as data,
        running() as sandbox,
        Restartable() as redis,
    ):
        environment = houses.environment(
            Path(data),
            DATABASE_URL=database.url,
            REDIS_URL=redis.address,
            HEARBACK_PLATFORM_ADDRESS=sandbox.address,
            HEARBACK_POLL_SECONDS="1",
            HEARBACK_HOLD_SECONDS="0",
        )
        runtime = houses.runtime_of(environment, database.engine, SystemClock())
        with runtime.writing() as session:
            department.add(session, "a password for the storm")
        seeding.connect_all(runtime, sandbox.address)
        figures = _storm(asked, chance, runtime, sandbox, redis, environment)
    print(figures.described())
    sys.exit(0 if figures.kept(TAKEN_OVER_WITHIN) else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--replies", type=int, default=300)
    parser.add_argument("--database", choices=databases.KINDS, default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _storm(
    asked: argparse.Namespace,
    chance: random.Random,
    runtime: Runtime,
    sandbox: Running,
    redis: Restartable,
    environment: dict[str, str],
) -> Figures:
    crowd = Crowd(runtime, sandbox, chance)
    with Processes(runtime, environment) as processes:
        for fault in FAULTS:
            sandbox.faults(count=None, seed=asked.seed, **fault)
        with _timed("killing"):
            for step in range(asked.kills):
                crowd.write(_share(asked.messages, asked.kills, step))
                crowd.answer(_share(asked.replies, asked.kills, step))
                if step == asked.kills // 2:
                    redis.kill_and_wipe()
                time.sleep(PAUSE_SECONDS * chance.random() * 2)
                processes.kill_one(chance)
        with _timed("until all was received"):
            crowd.wait_until_received()
        crowd.answer(asked.replies - crowd.answered)
        sandbox.clear_faults()
        with _timed("until all was settled"):
            crowd.wait_until_settled()
        return crowd.figures(processes.kills, processes.takeovers())


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:5.0f} s {what}", file=sys.stderr)


def _share(total: int, steps: int, step: int) -> int:
    return total * (step + 1) // steps - total * step // steps


if __name__ == "__main__":
    main()
