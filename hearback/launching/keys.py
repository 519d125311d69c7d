"""Which secrets does a house need on its first day, and where are they kept?"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from hearback.launching.errors import CannotStart
from inbox import own_redis

DATABASE = "hearback.sqlite3"
EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"
SECRET_KEY, CREDENTIALS_KEY = "secret_key", "credentials_key"
REDIS_PASSWORD, SEED_PASSWORD = own_redis.PASSWORD, "seed_password"


class KeyGone(CannotStart):
    """There is a database, and not the key to what is sealed in it."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"There is a database in {file.parent}, but no {file.name} beside it, and another key "
            f"opens none of its accounts. Put the one that was saved back as {file} (or into "
            "HEARBACK_CREDENTIALS_KEY). Lost? See docs/operations.md, 'When a key is lost'."
        )


def make(data: Path) -> None:
    """Make the keys that are not there yet, readable by their owner alone."""
    once(data / SECRET_KEY, lambda: secrets.token_urlsafe(32))
    once(data / CREDENTIALS_KEY, lambda: Fernet.generate_key().decode())
    once(data / REDIS_PASSWORD, lambda: secrets.token_urlsafe(24))
    once(data / SEED_PASSWORD, _password)


def check(data: Path) -> None:
    """Raise KeyGone where a new key would stand in for one that sealed something."""
    file = data / CREDENTIALS_KEY
    if (data / DATABASE).exists() and not file.exists():
        raise KeyGone(file)


def once(file: Path, make_secret: Callable[[], str]) -> str:
    """Return the secret in a file, made and written when there is none."""
    if not file.exists():
        write(file, make_secret())
    return read(file)


def forget(file: Path) -> None:
    """Remove a secret that opens nothing."""
    file.unlink(missing_ok=True)


def read(file: Path) -> str:
    """Return the secret in a file."""
    return file.read_text(encoding="utf-8").strip()


def write(file: Path, secret: str) -> None:
    """Keep a secret, whole or not at all, readable by its owner alone."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as opened:
        opened.write(f"{secret}\n")
    unfinished.replace(file)


def _password() -> str:
    groups = ("".join(secrets.choice(EASY_TO_READ) for _ in range(4)) for _ in range(3))
    return "-".join(groups)
