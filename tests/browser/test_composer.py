"""Does the composer say by every sign where words go, and stay readable under a pointer?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from inbox import tagging
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse, ana
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


def test_slashes_alone_are_never_sent(page: Page) -> None:
    page.locator("#reply").fill("//")
    expect(page.locator("[data-composer-target=send]")).to_have_attribute("aria-disabled", "true")

    page.locator("#reply").fill("// see above")
    expect(page.locator("[data-composer-target=send]")).not_to_have_attribute(
        "aria-disabled", "true"
    )


def test_the_way_to_a_tag_stands_beside_the_tags_and_stays_when_it_opens(
    small_house: SmallHouse, page: Page
) -> None:
    number = int(page.url.rpartition("/")[2])
    with small_house.make.runtime.writing() as session:
        tagging.add(session, number, "Records", by=ana(session))
    page.reload()
    tags = page.locator("#details .chips")
    before = tags.locator("summary").bounding_box()
    beside = tags.locator("form.chip").bounding_box()
    assert before
    assert beside
    assert abs(before["y"] - beside["y"]) < 1

    page.keyboard.press("t")
    expect(tags.get_by_label("Add a tag")).to_be_focused()
    assert tags.locator("summary").bounding_box() == before
    is_sound(page)
