"""Is an empty house begun by its steps, seen on every page until they are done?"""

from __future__ import annotations

from playwright.sync_api import expect

from inbox.models import Role
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse
from tests.browser.soundness import is_sound_everywhere
from tests.factories.making import PASSWORD


def test_an_empty_house_begins_with_its_steps_and_ticks_what_is_there(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    small_house.make.user("Kim Ito", email="kim@example.org", role=Role.ADMINISTRATOR)
    page = open_browser()
    sign_in_at(page, small_house.address, "kim@example.org", PASSWORD)

    page.get_by_role("link", name="Setup 2 of 5").click()

    steps = page.locator(".setup-steps > li")
    expect(steps.nth(0)).to_contain_text("Done")
    expect(page.locator("[aria-current=step]")).to_contain_text("Say when the desk is staffed")
    is_sound_everywhere(page)
    page.get_by_role("link", name="Set hours").click()
    expect(page.get_by_role("heading", name="Hours")).to_be_visible()
    expect(page.get_by_role("link", name="Setup 2 of 5")).to_be_visible()
