"""What becomes of what a program makes up and sends to everything that listens?

The same cases every time, and few; `python -m bench.fuzz` makes up others for as long as wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fuzz import browsing, conforming, house, pushing
from tests.fuzz.house import House
from tests.fuzz.trying import Size, Tally
from tests.web import one_app

if TYPE_CHECKING:
    from tests.databases import Database


@pytest.fixture
def a_house(committed_database: Database, tmp_path: Path) -> Iterator[House]:
    with house.opened(committed_database.engine, tmp_path, one_app.over) as opened:
        yield opened


def _is_sound(tally: Tally, a_house: House, *, at_least: int) -> None:
    assert tally.failures == [], tally.told()
    assert tally.tried >= at_least
    assert a_house.broken_rules() == []


def test_whatever_a_browser_asks_is_answered_or_refused_and_nothing_is_kept_by_half(
    a_house: House,
) -> None:
    _is_sound(browsing.try_all(a_house, Size(each=1)), a_house, at_least=200)


def test_the_api_answers_as_its_document_says(a_house: House) -> None:
    _is_sound(conforming.try_all(a_house, Size(each=1)), a_house, at_least=40)


def test_what_is_pushed_is_kept_only_if_it_is_signed_and_breaks_no_reader(a_house: House) -> None:
    _is_sound(pushing.try_all(a_house, Size(each=25)), a_house, at_least=25)
