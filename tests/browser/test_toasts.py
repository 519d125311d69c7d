"""Does what a toast says leave everything to be pressed, for as long as it is shown?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse
from tests.factories.making import PASSWORD

WIDTHS = (1440, 1024, 390)
MANY = 20
# What a press in its middle would hit is a toast; what is scrolled out of its pane is not there.
COVERED = """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
  .filter((one) => one.checkVisibility() && !one.closest(".vh, .toasts"))
  .filter((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    const middle = top + height / 2;
    const pane = one.closest(".scroll, main")?.getBoundingClientRect();
    if (width <= 1 || (pane && middle > pane.bottom)) return false;
    return document.elementFromPoint(left + width / 2, middle)?.closest(".toasts");
  }).map((one) => one.outerHTML)"""
TOPS = """() => [...document.querySelectorAll("#rows > .row, #conversation-composer .btn")]
  .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().top)"""


@pytest.fixture
def house(small_house: SmallHouse) -> SmallHouse:
    for _ in range(MANY):
        small_house.arrives()
    return small_house


def _signed_in(house: SmallHouse, open_browser: OpenBrowser, width: int) -> Page:
    page = open_browser(viewport={"width": width, "height": 800})
    sign_in_at(page, house.address, "ana@example.org", PASSWORD)
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_ends_above_a_toast_and_its_last_row_can_be_pressed(
    house: SmallHouse, open_browser: OpenBrowser, width: int
) -> None:
    page = _signed_in(house, open_browser, width)
    page.goto(f"{house.address}/desk/open")
    page.locator("#rows .row").first.wait_for()
    before = page.evaluate(TOPS)

    _acts(page)

    assert page.evaluate(COVERED) == []
    assert page.evaluate(TOPS) == before
    last = page.locator("#rows .row-main").last
    last.scroll_into_view_if_needed()
    assert page.evaluate(COVERED) == []
    last.click(trial=True, timeout=2_000)
    expect(page.locator("#last-act .toast")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_toast_in_an_open_conversation_leaves_its_composer_where_it_is(
    house: SmallHouse, open_browser: OpenBrowser, width: int
) -> None:
    made = house.arrives()
    page = _signed_in(house, open_browser, width)
    page.goto(f"{house.address}/desk/open/{made.id}")
    page.locator("#conversation-composer").wait_for()
    before = page.evaluate(TOPS)

    _acts(page)

    assert page.evaluate(COVERED) == []
    assert page.evaluate(TOPS) == before


@pytest.mark.parametrize("width", WIDTHS)
def test_the_foot_of_a_page_can_be_scrolled_above_a_toast(
    house: SmallHouse, open_browser: OpenBrowser, width: int
) -> None:
    page = _signed_in(house, open_browser, width)
    page.goto(f"{house.address}/notifications")

    _acts(page)
    page.locator("main").evaluate("(one) => one.scrollTo(0, one.scrollHeight)")

    assert page.evaluate(COVERED) == []
    page.get_by_role("button", name="Keep this choice").click(trial=True, timeout=2_000)


def test_the_room_is_given_back_when_the_toast_leaves(
    house: SmallHouse, open_browser: OpenBrowser
) -> None:
    page = _signed_in(house, open_browser, 1440)
    page.goto(f"{house.address}/desk/open")
    pane = page.locator(".list > .scroll")
    height = "(one) => one.clientHeight"
    before = pane.evaluate(height)

    _acts(page)
    assert pane.evaluate(height) < before
    page.locator("#last-act").evaluate("(one) => one.replaceChildren()")

    page.wait_for_function(
        "(before) => document.querySelector('.list > .scroll').clientHeight === before", arg=before
    )


def _acts(page: Page) -> None:
    """Let the page say what would be said after an act, with its way back."""
    page.locator("#last-act").evaluate(
        """(one) => {
          one.innerHTML = `<form class="toast" data-done-at="${new Date().toISOString()}">
            <p>Resolved: a conversation with a name of some length</p>
            <button class="btn btn-sm" type="button">Undo</button></form>`;
        }"""
    )
    expect(page.locator("#last-act .toast")).to_be_visible()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.scroll, main')].some((it) => it.style.marginBottom)"
    )
