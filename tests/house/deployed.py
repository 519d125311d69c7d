"""What do the files that put the desk somewhere name: commands, settings, ports?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from hearback.command_line import COMMANDS
from hearback.commands.worker import SORTS
from inbox.config import Settings
from tests import houses
from tests.house import sources
from tests.house.test_settings import settings_explained

DEPLOY = sources.ROOT / "deploy"
# What is said to others than the desk.
FOREIGN = re.compile(r"(POSTGRES|PYTHON)_?[A-Z]+|REDIS_PASSWORD|REDISCLI_AUTH|PATH|SORTS")
SECRET = re.compile(r".*(PASSWORD|_KEY|SECRET|TOKEN)|DATABASE_URL|REDIS_URL")


def usual() -> Settings:
    """Return the settings of a house where nothing was set."""
    return Settings.from_environment(houses.environment(Path("var")))


def unknown(names: set[str]) -> set[str]:
    """Return the names that are no settings and that nobody else reads."""
    return {one for one in names - settings_explained() if not FOREIGN.fullmatch(one)}


def is_ours(words: Sequence[str]) -> bool:
    """Tell whether this is a command of ours, with sorts of work that there are."""
    program, command, *rest = words
    sorts = rest[rest.index("--sorts") + 1].split(",") if "--sorts" in rest else []
    return program.endswith("hearback") and command in COMMANDS and set(sorts) <= set(SORTS)


def assignments(file: Path) -> dict[str, str]:
    """Return what a file of settings sets."""
    lines = file.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def told_secrets(file: Path) -> dict[str, str]:
    """Return the secrets to which a file of settings gives a value."""
    set_here = assignments(file)
    return {name: value for name, value in set_here.items() if value and SECRET.fullmatch(name)}
