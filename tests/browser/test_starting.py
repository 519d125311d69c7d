"""Does a person who opens the desk for the first time reach it?"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.hearback.launched import PASSWORD, Launched


def test_a_seeded_person_signs_in(running_house: Launched, open_browser: OpenBrowser) -> None:
    page = open_browser()

    page.goto(running_house.address)
    page.get_by_label("Work email").fill("rosa@mesaverde.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(re.compile("/desk/"))


def test_the_residents_pages_open(running_house: Launched, open_browser: OpenBrowser) -> None:
    page = open_browser()

    for platform in ("facebook", "instagram", "x"):
        page.goto(f"{running_house.sandbox.address}/{platform}")
        expect(page.get_by_role("heading").first).to_be_visible()
