from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.contracts.x.reduce import SOURCES, copy_of, reduced, written

SHARED = Path(__file__).parents[4] / "shared" / "specs" / "x"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the specifications are not beside this checkout")
@pytest.mark.parametrize("dialect", SOURCES)
def test_our_copy_is_what_the_specification_says(dialect: str) -> None:
    source = json.loads((SHARED / SOURCES[dialect]).read_text())
    assert copy_of(dialect).read_text() == written(reduced(source))


@pytest.mark.parametrize("dialect", SOURCES)
def test_a_copy_is_small_enough_to_keep(dialect: str) -> None:
    assert copy_of(dialect).stat().st_size < 300_000
