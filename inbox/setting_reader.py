"""How are settings read, so that all that is wrong with them is told at once?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from connectors.transport import NotLoopback

Value = TypeVar("Value")


class SettingReader:
    """Reads one environment and remembers every problem instead of stopping at the first."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        """Return a value as it was given."""
        return self._environment.get(name, "").strip() or default

    def parsed(
        self,
        name: str,
        default: str,
        parse: Callable[[str], Value],
        expected: str,
        *,
        is_secret: bool = False,
    ) -> Value:
        """Read a value. One that may hold a secret is not repeated where it is refused."""
        given = self.text(name, default)
        try:
            return parse(given)
        except (ValueError, NotLoopback):
            said = "" if is_secret else f"; it is {given!r}"
            self.problems.append(f"{name} must be {expected}{said}.")
            return parse(default)

    def secret(self, name: str, file: Path) -> str:
        """Take a secret from the environment, else from the file the launcher made."""
        if given := self._environment.get(name, "").strip():
            return given
        if file.is_file():
            return file.read_text(encoding="ascii").strip()
        self.problems.append(
            f"{name} is not set, and there is no {file}. Where there was a key before (for a "
            f"back-up to restore, too), put the saved file {file.name} back into {file.parent}, or "
            "the key into the setting: a new one is another. For a new house `make run` makes it."
        )
        return ""
