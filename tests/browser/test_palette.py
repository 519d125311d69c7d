"""Is everything a few letters away?"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import DANA, sign_in
from tests.browser.soundness import is_sound
from tests.hearback.launched import Launched


def test_the_open_conversation_is_assigned_and_a_message_found_without_leaving_the_keys(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    dana = Desk(sign_in(open_browser(), running_house, DANA), running_house.address)
    dana.looks_at("facebook")
    dana.page.locator(".row-main").last.click()
    heading = dana.page.locator("#conversation h2")
    expect(heading).to_be_focused()
    name = heading.inner_text()
    palette = dana.page.get_by_role("dialog", name="Search and commands")

    dana.page.keyboard.press("Control+k")
    expect(palette.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    dana.page.keyboard.type("márcus ass")
    first = palette.get_by_role("option").first
    expect(first.locator(".cmd-words")).to_have_text("Assign to Marcus Cole")
    expect(first.locator(".av")).to_have_text("MC")
    is_sound(dana.page)
    dana.page.keyboard.press("Enter")

    expect(palette).to_be_hidden()
    expect(dana.details.locator("summary", has_text="Marcus Cole")).to_be_visible()
    expect(heading).to_be_focused()

    dana.page.keyboard.press("Control+k")
    dana.page.keyboard.type(name)
    found = palette.get_by_role("option").filter(has_text=name)
    expect(found.first).to_be_visible()
    dana.page.keyboard.press("Escape")
    expect(palette).to_be_hidden()

    dana.page.keyboard.press("Control+k")
    dana.page.keyboard.type("snoozed")
    expect(palette.get_by_role("option").first.locator(".cmd-words")).to_have_text("Snoozed")
    dana.page.keyboard.press("Enter")
    dana.page.wait_for_url("**/desk/snoozed")
