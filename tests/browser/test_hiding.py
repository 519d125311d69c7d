"""Can somebody hide a message by keys alone, and find their place again afterwards?"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import sign_in, sign_in_at
from tests.browser.small_house import SmallHouse
from tests.factories.making import PASSWORD
from tests.hearback.launched import Launched

WHY = "It names the street and number of a private person."


def test_hiding_by_keys_asks_why_and_gives_the_focus_back(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("facebook")
    rosa.page.locator(".row-main", has_text="Comment").first.click()
    expect(rosa.page.locator("#conversation h2")).to_be_focused()
    keys = rosa.page.keyboard

    keys.press("Shift+H")
    form = rosa.page.locator("details.act[open]")
    expect(form.get_by_label("Part of the policy")).to_be_focused()
    form.get_by_label("Part of the policy").select_option("personal_details")
    keys.press("Tab")
    keys.type("He is rude to all of us")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    expect(form.get_by_role("alert")).to_be_visible()
    expect(form.get_by_label("Reason in a sentence")).to_be_focused()
    form.get_by_label("Reason in a sentence").fill(WHY)
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")

    expect(rosa.conversation).to_contain_text(f"Hidden by you: {WHY}")
    expect(rosa.page.get_by_label("Show again what is hidden")).to_be_focused()
    assert rosa.was_never_reloaded


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_hide_holds_still_so_that_a_second_press_closes_what_the_first_opened(
    small_house: SmallHouse, open_browser: OpenBrowser, width: int
) -> None:
    page = open_browser(viewport={"width": width, "height": 700})
    made = small_house.arrives()
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.goto(f"{small_house.address}/desk/open/{made.id}")
    page.wait_for_load_state("networkidle")
    button = page.get_by_label("Hide this message")
    before = button.bounding_box()
    assert before
    middle = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2

    page.mouse.click(*middle)
    expect(page.get_by_label("Part of the policy")).to_be_visible()
    assert button.bounding_box() == before

    page.mouse.click(*middle)
    expect(page.get_by_label("Part of the policy")).to_be_hidden()


def test_what_opens_is_scrolled_into_sight_once_the_pointer_goes_to_it(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    page = open_browser(viewport={"width": 1024, "height": 600})
    made = small_house.arrives()
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.goto(f"{small_house.address}/desk/open/{made.id}")

    page.get_by_label("Hide this message").click()
    page.mouse.move(500, 100)

    expect(page.get_by_role("button", name="Hide it")).to_be_in_viewport()
