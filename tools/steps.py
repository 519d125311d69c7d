"""How is one step of the preparation done, shown, and explained when it fails?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from places import ROOT

TITLE_WIDTH = 42
TAIL_LINES = 15
Reasons = Mapping[str, str]
"""A pattern in a program's output, and the sentence it means. The first match counts."""


class CannotPrepare(Exception):
    """Something is missing; the message says what, and what to do."""


def run(title: str, command: Sequence[str | Path], reasons: Reasons, **environment: str) -> None:
    """Run one program under a title, showing how long it takes.

    Its output is shown only when it fails. Raises CannotPrepare with the
    sentence of the first reason found in the output.
    """
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        status = _wait(title, started, _start(command, output, environment))
        _show(title, started, end="\n")
        if status:
            output.seek(0)
            raise CannotPrepare(_explained(title, output.read(), reasons))


def _start(
    command: Sequence[str | Path], output: IO[str], environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - the commands are written in this folder
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
    )


def _wait(title: str, started: float, process: subprocess.Popen[bytes]) -> int:
    try:
        while True:
            _show(title, started, end="")
            try:
                return process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                continue
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise


def _show(title: str, started: float, *, end: str) -> None:
    """Draw the line again each second on a terminal; once, at the end, elsewhere."""
    if not end and not sys.stdout.isatty():
        return
    start_of_line = "\r" if sys.stdout.isatty() else ""
    seconds = time.monotonic() - started
    print(f"{start_of_line}  {title:.<{TITLE_WIDTH}} {seconds:4.0f} s", end=end, flush=True)


def _explained(title: str, output: str, reasons: Reasons) -> str:
    tail = "\n".join(output.strip().splitlines()[-TAIL_LINES:])
    for pattern, sentence in reasons.items():
        if re.search(pattern, output, re.IGNORECASE):
            return f"{tail}\n\n{sentence}"
    return f"{tail}\n\n{title.strip()} failed; the reason stands above."
