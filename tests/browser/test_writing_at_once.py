"""May somebody write faster than the desk answers?"""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import DANA, sign_in
from tests.hearback.launched import Launched


def test_the_place_where_somebody_writes_already_is_not_taken_from_them(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("unassigned")
    rosa.page.locator(".row-main").first.click()
    expect(rosa.page.locator("#conversation h2")).to_be_focused()
    rosa.reply.fill("")
    rosa.page.locator("#conversation h2").focus()
    rosa.writes("We are ")

    # What Turbo tells once a frame is drawn, and tells late on a busy machine.
    rosa.page.locator("#reading").dispatch_event("turbo:frame-load")
    rosa.page.keyboard.type("coming.")

    expect(rosa.reply).to_be_focused()
    expect(rosa.reply).to_have_value("We are coming.")
    expect(rosa.page.get_by_role("button", name="Claim")).to_be_visible()


def test_a_canned_response_typed_faster_than_the_desk_answers_is_the_one_that_was_typed(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    dana = Desk(sign_in(open_browser(), running_house, DANA), running_house.address)
    dana.looks_at("unassigned")
    dana.page.locator(".row-main").first.click()
    expect(dana.page.locator("#conversation h2")).to_be_focused()
    dana.page.keyboard.press("/")
    expect(dana.page.locator(".picker-list [role=option]").first).to_be_visible()
    asked: list[Route] = []

    def hold_back(route: Route) -> None:
        asked.append(route)

    asked_for = re.compile(r"/canned-responses\?(.*&)?q=road(&|$)")
    dana.page.route(asked_for, hold_back)

    with dana.page.expect_request(asked_for):
        dana.page.keyboard.type("road")
        dana.page.keyboard.press("Enter")
    dana.page.wait_for_timeout(100)
    asked[0].continue_()

    expect(dana.reply).to_have_value(re.compile(r"^Thank you for asking\."))
