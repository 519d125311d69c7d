"""How does a test get the desk as it is really served: gunicorn, gevent, several processes?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from hearback.commands import serve
from inbox import proxies
from inbox.runtime import Runtime

ROOT = Path(__file__).parents[3]
# A slow and busy machine takes most of a minute to import everything.
START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Served:
    """Where a desk in processes of its own answers, and which of them began the others."""

    address: str
    pid: int


@contextmanager
def served(runtime: Runtime, *, workers: int = 1) -> Iterator[Served]:
    """Serve this runtime's house on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        process = subprocess.Popen(
            [sys.executable, "-m", *_words(runtime, listening, workers)],
            cwd=ROOT,
            env={**os.environ, **_environment(runtime)},
            pass_fds=[listening.fileno()],
        )
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            _wait(address)
            yield Served(address, process.pid)
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def _words(runtime: Runtime, listening: socket.socket, workers: int) -> list[str]:
    believed = proxies.words(runtime.settings.proxies)
    words = serve.gunicorn(f"fd://{listening.fileno()}", workers, believed)
    # What is said last holds; nobody waits here for whoever is connected.
    return [*words, "--graceful-timeout=1"]


def _environment(runtime: Runtime) -> dict[str, str]:
    settings = runtime.settings
    return {
        "HEARBACK_DATA": str(settings.data),
        "HEARBACK_SECRET_KEY": settings.secret_key,
        "HEARBACK_CREDENTIALS_KEY": ",".join(settings.credentials_keys),
        "DATABASE_URL": settings.database_url,
        "HEARBACK_SECOND_STEP": settings.second_step,
        "HEARBACK_PROXIES": proxies.words(settings.proxies),
        "REDIS_URL": settings.redis_url,
    }


def _wait(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            requests.get(f"{address}/healthz", timeout=START_SECONDS).raise_for_status()
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("The desk did not start.")
