"""How does a test get a whole house: every process, started by the launcher itself?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import requests

from hearback.launching.ground import free_port
from tests.sandbox.running import ROOT, Running

READY = "To stop"
READY_SECONDS = 240
STOP_SECONDS = 60
ANSWER_SECONDS = 10
PASSWORD = "only-for-tests"
# Live enough for a person to watch, and a hold that a slow browser can undo in and a test wait out.
PACE = {"HEARBACK_POLL_SECONDS": "2", "HEARBACK_HOLD_SECONDS": "6"}
# Browser tests share sign-ins, the first of which may be half an hour old.
PROOF = {"HEARBACK_PROOF_MINUTES": "60"}


class Launched:
    """A launcher, and what it says."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.port, self.sandbox_port = free_port(), free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not _is_ours(name)},
            **PACE,
            **PROOF,
            "HEARBACK_DATA": str(data),
            "HEARBACK_PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "HEARBACK_SEED_PASSWORD": PASSWORD,
            **environment,
        }
        self.said = ""

    @property
    def address(self) -> str:
        """Where the desk answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        """Whether the launcher is there."""
        return self.process.poll() is None

    def start(self) -> None:
        """Start the launcher without waiting for it."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hearback", "run"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.sandbox = Running(f"http://127.0.0.1:{self.sandbox_port}", self.process)

    def wait_until_ready(self) -> None:
        """Read what the launcher says up to its last screen."""
        late = threading.Timer(READY_SECONDS, self.process.kill)
        late.start()
        try:
            self.listen_for(READY)
        finally:
            late.cancel()

    def listen_for(self, words: str) -> None:
        """Read what the launcher says until it says `words`."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if words in line:
                return
        raise AssertionError(f"{words!r} was never said.\n{self.said}")

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self.process.send_signal(signal.SIGINT)

    def wait(self) -> int:
        """Wait for the launcher's end, and return its status."""
        rest, _ = self.process.communicate(timeout=STOP_SECONDS)
        self.said += rest
        return self.process.returncode

    def stop(self) -> None:
        """Make sure that nothing is left, whatever the test did."""
        self.sandbox.http.close()
        if self.is_running:
            self.process.terminate()
            assert self.wait() == 0, self.said
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def launched(data: Path, **environment: str) -> Iterator[Launched]:
    """Start a house, wait until it is ready, and stop it at the end."""
    house = Launched(data, **environment)
    house.start()
    try:
        house.wait_until_ready()
        yield house
    finally:
        house.stop()


def is_ready(house: Launched) -> bool:
    """Tell whether every part of a house answers."""
    asked = (f"{house.address}/readyz", f"{house.sandbox.address}/sandbox/faults")
    try:
        answers = [requests.get(one, timeout=ANSWER_SECONDS) for one in asked]
    except requests.RequestException:
        return False
    return all(one.status_code == HTTPStatus.OK for one in answers)


def _is_ours(name: str) -> bool:
    return name.startswith(("HEARBACK_", "SANDBOX_")) or name in ("DATABASE_URL", "REDIS_URL")
