"""Has anything changed since a step was last done?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from places import ROOT, VENV


def digest(files: Iterable[Path], *words: str) -> str:
    """Return one digest of these files' names and contents and of these words."""
    total = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        total.update(f"\0{file.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def holds(name: str, value: str) -> bool:
    """Tell whether the step `name` was done with exactly these inputs."""
    stamp = _file(name)
    return stamp.is_file() and stamp.read_text(encoding="ascii") == value


def put(name: str, value: str) -> None:
    """Note that the step `name` was done with these inputs."""
    _file(name).write_text(value, encoding="ascii")


def _file(name: str) -> Path:
    return VENV / f"prepared-{name}"
