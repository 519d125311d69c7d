"""What do the files in `scenarios/` say happens, and when?

A file lists the department's posts and what was said before the start (`minutes_ago`),
then what comes `later`: at a `minute` after the start, or else one by one. What its
`crowds` say at a stated rate stands among it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sandbox import crowds

FOLDER = Path(__file__).parent / "scenarios"

Line = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Script:
    """One scenario: its `opening` at once, in order, and `later` what follows."""

    title: str
    about: str
    opening: list[Line]
    later: list[Line]


def names() -> list[str]:
    """List the scenarios there are."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


@cache
def script(name: str) -> Script:
    """Read a scenario. Raises FileNotFoundError for a name that is not in `names()`."""
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    # Posts come first: on every platform but X a comment needs one to stand under.
    said = sorted(told["sayings"], key=lambda line: -line["minutes_ago"])
    later = [*told["later"]]
    for crowd in told.get("crowds", ()):
        later += crowds.lines(crowd)
    return Script(
        title=told["title"],
        about=told["about"],
        opening=[*told["posts"], *said],
        later=sorted(later, key=lambda line: line.get("minute", 0)),
    )
