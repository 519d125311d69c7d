"""Which processes make a house that is to fail, and how is each of them ended and started again?

The house is killed with SIGKILL. The sandbox alone is asked to stop: platforms do not
forget what they acknowledged, and a killed one could lose its last moments.
"""

from __future__ import annotations

import http.client
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from hearback.launching.applications import SETTINGS
from hearback.launching.ground import free_port
from hearback.launching.program import Program
from hearback.seeding import accounts as seeding
from hearback.seeding import department
from inbox.clock import SystemClock
from tests import houses
from tests.database_copies import Database
from tests.redis_server import Restartable
from tests.sandbox.running import Running, start, stop

PARTS = {
    "web": ("serve",),
    "worker 1": ("worker", "--sorts", "send,live"),
    "worker 2": ("worker", "--sorts", "poll,bulk,send,live"),
    "scheduler": ("scheduler",),
}
START_SECONDS = 60
OUTAGE_SECONDS = 3
VERIFY_WORDS = "words for the fault run"
ANSWER_SECONDS = 3
OK = 200


class Household:
    """Web, two workers, scheduler, Redis and sandbox on one database.

    `killed` counts what was ended here, `ended` what ended by itself.
    """

    def __init__(self, data: Path, database: Database) -> None:
        self._data, self._database = data, database
        self._port, self._sandbox_port = free_port(), free_port()
        self._redis = Restartable()
        self._left = ExitStack()
        self.killed: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._left.enter_context(self._redis)
        self.sandbox = self._sandbox()
        self._left.callback(lambda: stop(self.sandbox))
        environment = self._environment()
        self.runtime = houses.runtime_of(environment, self._database.engine, SystemClock())
        with self.runtime.writing() as session:
            department.add(session, "a password for the fault run")
        seeding.connect_all(self.runtime, self.sandbox.address)
        self._programs = {
            name: self._program(name, words, environment) for name, words in PARTS.items()
        }
        for program in self._programs.values():
            self._left.callback(program.kill)
            program.start()
        self._ask_for_pushes(environment)
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._programs.values():
            program.ask_to_stop()
        _wait_until(lambda: not any(one.is_running for one in self._programs.values()), 10)
        self._left.close()

    def kill_one(self, chance: random.Random) -> None:
        """End one process of any kind, and start it again."""
        name = chance.choice((*PARTS, "Redis", "sandbox"))
        self.killed[name] += 1
        match name:
            case "Redis":
                self._redis.kill_and_wipe()
            case "sandbox":
                stop(self.sandbox)
                time.sleep(OUTAGE_SECONDS * chance.random())
                self.sandbox = self._sandbox()
            case _:
                self._programs[name].kill()
                self._programs[name].start()

    def look_after(self) -> None:
        """Start again whatever ended by itself, as a process manager would."""
        for name, program in self._programs.items():
            if not program.is_running:
                self.ended[name] += 1
                program.start()

    def _sandbox(self) -> Running:
        return start("--port", str(self._sandbox_port), "--data", str(self._data / "sandbox"))

    def _environment(self) -> dict[str, str]:
        applications = {
            setting: self.sandbox.profile(connector)["sign_in"][fact]
            for connector, facts in SETTINGS.items()
            for fact, setting in facts.items()
        }
        return houses.environment(
            self._data,
            DATABASE_URL=self._database.url,
            REDIS_URL=self._redis.address,
            HEARBACK_PLATFORM_ADDRESS=self.sandbox.address,
            HEARBACK_PORT=str(self._port),
            HEARBACK_POLL_SECONDS="1",
            HEARBACK_HOLD_SECONDS="0",
            **applications,
            HEARBACK_META_VERIFY_TOKEN=VERIFY_WORDS,
        )

    def _program(self, name: str, words: tuple[str, ...], environment: dict[str, str]) -> Program:
        log = self._data / "logs" / f"{name.replace(' ', '-')}.log"
        command = [sys.executable, "-m", "hearback", *words]
        return Program(name, command, log=log, environment=environment)

    def _ask_for_pushes(self, environment: dict[str, str]) -> None:
        _wait_until(self._answers, START_SECONDS)
        address = f"http://127.0.0.1:{self._port}"
        asking = self._program("webhooks", ("webhooks", "subscribe", address), environment)
        asking.start()
        _wait_until(lambda: not asking.is_running, START_SECONDS)
        asking.kill()
        assert asking.status == 0, asking.last_words()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _wait_until(is_so: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.1)
