"""Does a resident's word reach two desks, and one answer reach the resident, on each surface?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import surfaces
from tests.browser.journey import is_asked_claimed_answered_and_timed
from tests.browser.street import Street, street
from tests.browser.surfaces import Surface
from tests.hearback.launched import Launched


@pytest.fixture(scope="module")
def at_work(running_house: Launched, browser: Browser) -> Iterator[Street]:
    with street(running_house, browser) as made:
        yield made


@pytest.mark.parametrize("surface", surfaces.ALL, ids=str)
def test_asked_claimed_answered_and_timed(at_work: Street, surface: Surface) -> None:
    is_asked_claimed_answered_and_timed(at_work, surface)
