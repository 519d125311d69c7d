"""May somebody begin to write before the conversation they opened has come to rest?"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import sign_in
from tests.hearback.launched import Launched


def test_the_place_where_somebody_writes_already_is_not_taken_from_them(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("unassigned")
    rosa.page.locator(".row-main").first.click()
    expect(rosa.page.locator("#conversation h2")).to_be_focused()
    rosa.writes("We are ")

    # What Turbo tells once a frame is drawn, and tells late on a busy machine.
    rosa.page.locator("#reading").dispatch_event("turbo:frame-load")
    rosa.page.keyboard.type("coming.")

    expect(rosa.reply).to_be_focused()
    expect(rosa.reply).to_have_value("We are coming.")
    expect(rosa.page.get_by_role("button", name="Claim")).to_be_visible()
