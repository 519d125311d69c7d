"""Is anything known against the packages that are locked?

Exits with 1 when something is. Where those who know cannot be asked, that is said and is no
failure: a machine without a network has nothing wrong with it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from front_end import search_path
from places import PROGRAMS, REQUIREMENTS, ROOT
from steps import TITLE_WIDTH, CannotPrepare

USUAL_SECONDS = 120.0
CONNECT_SECONDS = 3


@dataclass(frozen=True)
class Verdict:
    """What was found, a line each; nothing where nobody could be asked."""

    was_asked: bool
    found: tuple[str, ...] = ()
    skipped: int = 0

    @property
    def words(self) -> str:
        """Say it in words."""
        if not self.was_asked:
            return "not asked: the service that knows cannot be reached"
        known = f"{len(self.found)} known" if self.found else "nothing is known"
        return f"{known}; of {self.skipped} nobody could say" if self.skipped else known


UNASKED = Verdict(was_asked=False)


def of_python(answer: str) -> Verdict:
    """Read what pip-audit says, in its JSON."""
    told = _json(answer).get("dependencies", ())
    # A registry that keeps no such lists says of every package that it does not know it.
    known = [package for package in told if "skip_reason" not in package]
    if not known:
        return UNASKED
    return Verdict(
        was_asked=True,
        skipped=len(told) - len(known),
        found=tuple(
            f"{package['name']} {package['version']}: {one['id']}, "
            f"mended in {', '.join(one['fix_versions']) or 'no version yet'}"
            for package in known
            for one in package["vulns"]
        ),
    )


def of_npm(answer: str) -> Verdict:
    """Read what npm audit says, in its JSON (npm-audit(1), auditReportVersion 2)."""
    told = _json(answer).get("vulnerabilities")
    if told is None:
        return UNASKED
    return Verdict(
        was_asked=True,
        found=tuple(
            f"{name} {one['range']}: {cause.get('title', '')} ({cause.get('url', '')})"
            for name, one in sorted(told.items())
            for cause in one["via"]
            if isinstance(cause, dict)
        ),
    )


def _json(answer: str) -> dict[str, Any]:
    try:
        told = json.loads(answer)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _python_command(locked_set: str) -> list[str | Path]:
    return [
        PROGRAMS / "pip-audit",
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner=off",
        "--format=json",
        f"--timeout={CONNECT_SECONDS}",
        f"--requirement={REQUIREMENTS / f'{locked_set}.txt'}",
    ]


def _npm_command() -> list[str | Path]:
    limits = [f"--fetch-timeout={CONNECT_SECONDS * 1000}", "--fetch-retries=0"]
    return ["npm", "audit", "--package-lock-only", "--json", *limits]


QUESTIONS: dict[str, tuple[Sequence[str | Path], Callable[[str], Verdict]]] = {
    "Python packages (pip-audit)": (_python_command("development"), of_python),
    "Front-end packages (npm audit)": (_npm_command(), of_npm),
}


def main() -> None:
    """Ask all at once; exit with 1 when something is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--within", type=float, default=USUAL_SECONDS, help="seconds at most")
    until = time.monotonic() + parser.parse_args().within
    try:
        asked = {title: _start(command) for title, (command, _) in QUESTIONS.items()}
    except CannotPrepare as problem:
        sys.exit(str(problem))
    found = [_told(title, process, until) for title, process in asked.items()]
    sys.exit(1 if any(found) else 0)


def _start(command: Sequence[str | Path]) -> subprocess.Popen[str]:
    search = os.pathsep.join((str(PROGRAMS), search_path()))
    return subprocess.Popen(  # noqa: S603 - the commands stand above
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, "PATH": search},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _told(title: str, process: subprocess.Popen[str], until: float) -> bool:
    """Show one answer, and tell whether something is known."""
    try:
        answer, _ = process.communicate(timeout=max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        answer = ""
    verdict = QUESTIONS[title][1](answer)
    print(f"  {title + ' ':.<{TITLE_WIDTH}} {verdict.words}", flush=True)
    for line in verdict.found:
        print(f"      {line}", flush=True)
    return bool(verdict.found)


if __name__ == "__main__":
    main()
