"""How does a test get a real Redis of its own?"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import redis

from hearback import embedded_redis
from hearback.launching.ground import free_port

START_SECONDS = 30


@dataclass(frozen=True)
class RunningRedis:
    """A Redis that keeps nothing on disk."""

    address: str
    connection: redis.Redis


class Restartable:
    """A Redis that can be killed and comes back, empty, under the same address."""

    def __init__(self) -> None:
        self._port = free_port()
        self.address = f"redis://127.0.0.1:{self._port}/0"
        self.connection = redis.Redis.from_url(self.address)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self._process.terminate()
        self._process.wait(START_SECONDS)

    def kill_and_wipe(self) -> None:
        self.kill()
        self.start()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [embedded_redis.find_server(), "--port", str(self._port), *options],
            stdout=subprocess.DEVNULL,
        )
        _wait_for(self.connection)


@contextmanager
def running_redis() -> Iterator[RunningRedis]:
    with Restartable() as server:
        yield RunningRedis(server.address, server.connection)


def _wait_for(connection: redis.Redis) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            connection.ping()
        except redis.ConnectionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return
