"""How is one program of the house started, watched and stopped?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")
LOG_BYTES = 5_000_000
TAIL_BYTES = 2_000
TAIL_LINES = 12


class Program:
    """A command, its log, and its process while there is one.

    The process has a session of its own, so Ctrl-C reaches the launcher alone
    and things stop in order; a leash ends it when the launcher is killed.
    """

    def __init__(
        self, name: str, command: list[str], *, log: Path, environment: Mapping[str, str]
    ) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0

    def start(self) -> None:
        """Start it, its output going to the log. What is left of the last time ends first."""
        self.kill()
        self._make_room()
        leash = [sys.executable, "-S", "-E", str(LEASH), str(os.getpid())]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the launcher's own commands
                [*leash, *self._command],
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._started_at = time.monotonic()

    @property
    def status(self) -> int | None:
        """How it ended: None while it runs, negative for a signal."""
        return self._process.poll() if self._process else None

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None and self._process.poll() is None

    @property
    def age(self) -> float:
        """Seconds since the last start."""
        return time.monotonic() - self._started_at

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process itself, which tells its own children."""
        if self._process and self.is_running:
            self._process.terminate()

    def kill(self) -> None:
        """End the process and everything it started."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def last_words(self) -> str:
        """Return the end of the log."""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - TAIL_BYTES))
            lines = log.read().decode(errors="replace").splitlines()
        return "\n".join(lines[-TAIL_LINES:])

    def _make_room(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
