"""How does a test get a real Redis of its own?"""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import redis

from hearback import embedded_redis

START_SECONDS = 10


@dataclass(frozen=True)
class RunningRedis:
    """A Redis that keeps nothing on disk."""

    address: str
    connection: redis.Redis


@contextmanager
def running_redis() -> Iterator[RunningRedis]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    process = subprocess.Popen([embedded_redis.find_server(), *options], stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}/0"
    connection = redis.Redis.from_url(address)
    try:
        _wait_for(connection)
        yield RunningRedis(address, connection)
    finally:
        connection.close()
        process.terminate()
        process.wait(START_SECONDS)


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
