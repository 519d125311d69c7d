"""How does the tests' PostgreSQL end with the run, even when the run is killed?

Started as a program: the folder, the user to run as (or nothing), the server.
"""

from __future__ import annotations

import fcntl
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

START_SECONDS = 30
STOP_SECONDS = 10


def main(folder: Path, owner: str, server: list[str]) -> None:
    """Start the server, say so, wait for the end of the run, stop, clean up."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            server, user=owner or None, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        if _is_up(folder, process):
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            _wait_for_the_end(folder)
    finally:
        _stop(process)
    shutil.rmtree(folder, ignore_errors=True)


def _is_up(folder: Path, process: subprocess.Popen[bytes]) -> bool:
    """Tell whether the server says so in the last line of its own file."""
    status, patience = folder / "cluster" / "postmaster.pid", time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < patience:
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return True
        time.sleep(0.02)
    return False


def _wait_for_the_end(folder: Path) -> None:
    # The kernel lets the lock go when the process that holds it is gone.
    with (folder / "run").open("w") as run:
        fcntl.flock(run, fcntl.LOCK_EX)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
