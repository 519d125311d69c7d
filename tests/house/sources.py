"""Which files are ours, and how are they read?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("hearback", "web", "inbox", "connectors", "sandbox", "migrations")
MADE_BY_TOOLS = {
    ".git",
    ".venv",
    "node_modules",
    "var",
    "dist",
    "__pycache__",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    "test-results",
}


def modules(*folders: str) -> Iterator[Path]:
    """Give every Python file of these folders, or of all packages."""
    for folder in folders or PACKAGES:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def tree(file: Path) -> ast.Module:
    """Parse a file, once."""
    return ast.parse(file.read_text(encoding="utf-8"))


def name(file: Path) -> str:
    """Return a file's path as it is said."""
    return file.relative_to(ROOT).as_posix()


def everything() -> Iterator[Path]:
    """Give every file that a person wrote or that is committed beside those."""
    for file in sorted(ROOT.rglob("*")):
        parts = set(file.relative_to(ROOT).parts)
        generated = any(part.endswith(".egg-info") for part in parts)
        if file.is_file() and not generated and not parts & MADE_BY_TOOLS:
            yield file
