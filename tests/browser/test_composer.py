"""Does the composer say by every sign where words go, and stay readable under a pointer?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse
from tests.browser.soundness import COLOURS, is_sound
from tests.factories.making import PASSWORD

WAYS = {
    "public": ("#i-globe", "Write a reply"),
    "private": ("#i-lock", "Write a reply"),
    "note": ("#i-note", "Write a note"),
}
MARKS = """(line) => [...line.querySelectorAll("use")]
  .filter((one) => one.closest("span").checkVisibility()).map((one) => one.getAttribute("href"))"""


@pytest.fixture
def page(small_house: SmallHouse, open_browser: OpenBrowser) -> Page:
    made = small_house.arrives()
    page = open_browser(viewport={"width": 1440, "height": 900})
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.goto(f"{small_house.address}/desk/open/{made.id}")
    page.locator("form.composer").wait_for()
    return page


@pytest.mark.parametrize("way", WAYS)
def test_each_way_bears_its_own_mark_and_asks_for_its_own_words(page: Page, way: str) -> None:
    mark, asks = WAYS[way]

    page.locator(f".tab-{way}").click()

    expect(page.locator("form.composer")).to_have_attribute("data-mode", way)
    assert page.locator(".goes").evaluate(MARKS) == [mark]
    assert asks in (page.locator("#reply").get_attribute("placeholder") or "")
    assert page.locator(".composer-tabs .end").is_visible() == (way != "note")


@pytest.mark.parametrize("way", WAYS)
def test_the_button_that_sends_is_readable_under_a_pointer(page: Page, way: str) -> None:
    page.locator(f".tab-{way}").click()
    page.locator("#reply").fill("It opens at six.")

    page.locator("[data-composer-target=send]").hover()

    is_sound(page, COLOURS)
