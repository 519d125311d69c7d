"""Which tests does a page of the documentation name, and are they there?"""

from __future__ import annotations

import re
from pathlib import Path

from tests.house import sources

NAMED = re.compile(r"`((?:\w+/)*test_\w+)::(test_\w+)`")


def missing(page: Path) -> list[str]:
    """Return the tests that a page names and nobody has written."""
    return [
        f"{file}::{name}"
        for file, name in NAMED.findall(page.read_text())
        if f"def {name}(" not in (sources.ROOT / f"tests/{file}.py").read_text()
    ]
