"""Which programs make up a house, with which words and which environment?"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hearback.launching import keys
from hearback.launching.ground import LOOPBACK
from hearback.launching.program import Program
from inbox.config import CREDENTIALS_KEY, DEFAULT_DATA, SecondStep, Settings

# A practice house should feel live; the sandbox can bear it.
POLL_SECONDS = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A house that is about to be started."""

    settings: Settings
    environment: Mapping[str, str]

    @property
    def data(self) -> Path:
        """Where everything is kept."""
        return self.settings.data

    @property
    def logs(self) -> Path:
        """Where the programs' words go."""
        return self.data / "logs"

    @property
    def desk(self) -> str:
        """The address of the desk."""
        return f"http://{LOOPBACK}:{self.settings.port}"

    @property
    def sandbox(self) -> str:
        """The address of the practice platforms."""
        return sandbox_address(self.settings.sandbox_port)

    def program(self, name: str, *words: str, **more: str) -> Program:
        """Plan one of our own commands, its log named for it."""
        return Program(
            name,
            [sys.executable, "-m", "hearback", *words],
            log=self.logs / f"{name.replace(' ', '-')}.log",
            environment={**self.environment, **more},
        )


def data_directory() -> Path:
    """Return where everything will be kept, before the settings can be read."""
    return Path(os.environ.get("HEARBACK_DATA", "").strip() or DEFAULT_DATA).resolve()


def key_is_given() -> bool:
    """Whether somebody set the key of the credentials, so that none is kept in the data folder."""
    return bool(os.environ.get(CREDENTIALS_KEY, "").strip())


def redis_is_given() -> bool:
    """Whether somebody named a Redis, so that none is brought up."""
    return bool(os.environ.get("REDIS_URL", "").strip())


def plan(data: Path) -> Plan:
    """Read the settings, the keys made before. Raises BadSettings."""
    settings = Settings.from_environment({**os.environ, "HEARBACK_DATA": str(data)})
    defaults = {
        "HEARBACK_PLATFORM_ADDRESS": sandbox_address(settings.sandbox_port),
        "HEARBACK_POLL_SECONDS": POLL_SECONDS,
        # Nobody in the practice department has a telephone.
        "HEARBACK_SECOND_STEP": SecondStep.OFFERED,
    }
    given = {name: value for name, value in os.environ.items() if value.strip()}
    environment = {**defaults, **given, "HEARBACK_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    return Plan(settings=settings, environment=environment)


def sorts_of(number: int, workers: int) -> str:
    """Return the sorts of work that one of several workers takes, and in which order.

    Replies and broadcasts have the first worker to themselves, so that no long poll keeps
    them waiting; the others begin with polls, so that no broadcast starves these.
    """
    if workers == 1:
        return "send,live,poll,mail,hook,bulk"
    return "send,live" if number == 1 else "poll,mail,hook,bulk,send,live"


def sandbox_address(port: int) -> str:
    """Return where the practice platforms answer."""
    return f"http://{LOOPBACK}:{port}"


def seed_words(data: Path) -> tuple[str, ...]:
    """Return the words of `hearback seed`; a password given anew is set and kept."""
    given, kept = os.environ.get("HEARBACK_SEED_PASSWORD", "").strip(), data / keys.SEED_PASSWORD
    if not given:
        return ("seed",)
    keys.write(kept, given)
    return ("seed", "--set-password")
