"""Does everything keep to the style, the types and the direction of imports?

Cheap checks first; all of them run, so that one look shows everything.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from front_end import search_path
from places import PROGRAMS, ROOT
from steps import TITLE_WIDTH, CannotPrepare

CHECKS: dict[str, list[str]] = {
    "Layout (ruff format)": ["ruff", "format", "--check", "."],
    "Style (ruff check)": ["ruff", "check", "."],
    "Imports (lint-imports)": ["lint-imports", "--no-cache"],
    "Templates (djlint)": ["djlint", "--lint", "--quiet", "web/templates", "sandbox/templates"],
    "Types (mypy)": ["mypy"],
    "Types of the tools (mypy)": ["mypy", "tools"],
    "Scripts (tsc)": ["npm", "run", "--silent", "lint"],
}


def main() -> None:
    """Run every check; exit with 1 when one of them complains."""
    try:
        search = os.pathsep.join((str(PROGRAMS), search_path()))
    except CannotPrepare as problem:
        sys.exit(str(problem))
    passed = [_check(title, command, search) for title, command in CHECKS.items()]
    sys.exit(0 if all(passed) else 1)


def _check(title: str, command: list[str], search: str) -> bool:
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - the commands stand above
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": search},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    verdict = "ok" if passed else "NO"
    print(
        f"  {title + ' ':.<{TITLE_WIDTH}} {time.monotonic() - started:4.0f} s  {verdict}",
        flush=True,
    )
    if not passed:
        print(f"\n{done.stdout.strip()}\n", flush=True)
    return passed


if __name__ == "__main__":
    main()
