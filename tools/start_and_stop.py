"""Does `make run` reach its last screen with nothing installed but what is locked for running?

The tests cannot tell: they run where the development packages are.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress

from places import ROOT

READY = "Hearback is ready."
PATIENCE_SECONDS = 300


def main() -> None:
    """Start, wait for the screen, press Ctrl-C; exit with 1 unless all of it goes well."""
    with tempfile.TemporaryDirectory() as data:
        process = _start(data)
        late = threading.Timer(PATIENCE_SECONDS, process.kill)
        late.start()
        reached = _is_reached(process)
        # The launcher is in make's process group, as it is at a terminal.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.communicate()
        late.cancel()
    sys.exit(0 if reached else 1)


def _start(data: str) -> subprocess.Popen[str]:
    ports = {name: str(_free_port()) for name in ("HEARBACK_PORT", "SANDBOX_PORT")}
    return subprocess.Popen(
        ["make", "run"],  # noqa: S607 - the command a person types
        cwd=ROOT,
        env={**os.environ, **ports, "HEARBACK_DATA": data},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _is_reached(process: subprocess.Popen[str]) -> bool:
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if READY in line:
            return True
    return False


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        port: int = attempt.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
