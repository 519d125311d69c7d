"""How do the tests get a PostgreSQL of their own?

One private cluster serves every process of a run. The first that needs it
starts it, and a guard process stops it when the run has ended, however it
ended: the run holds a lock on a file, and the guard waits for that lock.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GUARD = Path(__file__).with_name("postgres_guard.py")
INSTALLED = "/usr/lib/postgresql"
ROLE = "hearback"
READY = "ready"
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}

MISSING = (
    "There is no PostgreSQL for the tests. Install one (Debian: apt install postgresql), or name "
    "a server in TEST_DATABASE_URL, or choose SQLite alone: make test DATABASES=sqlite"
)


class NoPostgres(Exception):
    """No server was given and no programs were found."""

    def __init__(self) -> None:
        super().__init__(MISSING)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process of the run at a time into the block."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def address(folder: Path) -> str:
    """Return the run's server, started if need be. Raises NoPostgres."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given
    with locked(folder):
        if not (folder / READY).exists():
            _start(folder)
    return f"postgresql://{ROLE}@/postgres?host={folder}"


def _start(folder: Path) -> None:
    programs, owner = _programs(), _owner()
    cluster = folder / "cluster"
    cluster.mkdir(exist_ok=True)
    if owner:
        folder.chmod(0o711)
        for place in (folder, cluster):
            shutil.chown(place, owner)
    if not (cluster / "PG_VERSION").exists():
        _make_cluster(programs, folder, owner)
    _start_guard(folder, _server(programs, folder), owner)


def _make_cluster(programs: Path, folder: Path, owner: str | None) -> None:
    options = [f"-U{ROLE}", "-Atrust", "-EUTF8", "--no-locale", "--no-sync"]
    subprocess.run(
        [programs / "initdb", "-D", folder / "cluster", *options],
        check=True,
        capture_output=True,
        user=owner,
        cwd=folder,
    )


def _server(programs: Path, folder: Path) -> list[str]:
    settings = {**SETTINGS, "unix_socket_directories": str(folder)}
    words = [f"-c{name}={value}" for name, value in settings.items()]
    return [str(programs / "postgres"), "-D", str(folder / "cluster"), *words]


def _start_guard(folder: Path, server: list[str], owner: str | None) -> None:
    guard = subprocess.Popen(
        [sys.executable, "-S", GUARD, folder, owner or "", *server],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        start_new_session=True,
    )
    assert guard.stdout is not None
    with guard.stdout:
        answer = guard.stdout.readline().strip()
    assert answer == READY, f"PostgreSQL did not start: {folder / 'server.log'}"
    # Its guard outlives this process, which therefore never waits for it.
    guard.returncode = 0
    (folder / READY).touch()


def _programs() -> Path:
    installed = sorted(Path(INSTALLED).glob("*/bin"), key=_version, reverse=True)
    found = shutil.which("initdb", path=os.pathsep.join([*map(str, installed), os.environ["PATH"]]))
    if not found:
        raise NoPostgres
    return Path(found).resolve().parent


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdecimal() else 0


def _owner() -> str | None:
    """Return who shall run the server: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
