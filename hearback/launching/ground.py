"""Can a house stand here: data directory, room on the disk, free ports?"""

from __future__ import annotations

import errno
import fcntl
import os
import random
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hearback.launching.errors import CannotStart

MEBIBYTE = 1 << 20
ROOM = 200 * MEBIBYTE
LOOPBACK = "127.0.0.1"
QUIET_PORTS = (20_000, 32_000)


@contextmanager
def taken(data: Path) -> Iterator[None]:
    """Make the data directory and hold it for one launcher. Raises CannotStart."""
    _make(data)
    with (data / "launcher.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(_already_running(data)) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def check_room(data: Path) -> None:
    """Raise CannotStart when the disk is nearly full."""
    free = shutil.disk_usage(data).free
    if free < ROOM:
        raise CannotStart(
            f"The disk is nearly full: {free // MEBIBYTE} MiB are free at {data}, "
            f"{ROOM // MEBIBYTE} MiB are needed. Make room, or set HEARBACK_DATA to a folder "
            "on another disk."
        )


def check_apart(port: int, sandbox_port: int) -> None:
    """Raise CannotStart when the desk and the sandbox were given the same port."""
    if port == sandbox_port:
        raise CannotStart(
            f"HEARBACK_PORT and SANDBOX_PORT are both {port}. Give one of them another port."
        )


def check_port(port: int, setting: str) -> None:
    """Raise CannotStart when a port cannot be listened on."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((LOOPBACK, port))
        except OSError as error:
            raise CannotStart(_port_sentence(port, setting, error)) from error


def free_port() -> int:
    """Return a port that nothing listens on now.

    Not one of those that the system gives to outgoing connections (49152 on, RFC 6335
    section 6; Linux from 32768): one of these could take it before it is listened on.
    """
    while True:
        port = random.randrange(*QUIET_PORTS)  # noqa: S311 - no secret
        with socket.socket() as attempt, suppress(OSError):
            attempt.bind((LOOPBACK, port))
            return port


def _make(data: Path) -> None:
    try:
        # What residents wrote in private is in there.
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            return
    except OSError as error:
        raise CannotStart(
            f"Nothing can be written to the data directory {data} ({error.strerror}). "
            "Set HEARBACK_DATA to a folder that you can write to."
        ) from error


def _already_running(data: Path) -> str:
    owner = (data / "launcher.lock").read_text().strip()
    return (
        f"Hearback is already running from {data} (process {owner}). Stop that one, or give this "
        "one a folder of its own in HEARBACK_DATA."
    )


def _port_sentence(port: int, setting: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or set {setting} to a free port."
    return f"Port {port} cannot be used ({error.strerror}). Set {setting} to another port."
