"""Does an administrator connect an account in the browser, through the platform's own consent?"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in
from tests.browser.soundness import is_sound
from tests.hearback.launched import Launched

ADMINISTRATOR = "alex@mesaverde.example"


@pytest.mark.parametrize(
    ("way", "agrees", "account"),
    [
        ("X", "Authorize app", "X, MesaVerdePD"),
        ("Facebook Pages", "Continue as Practice Administrator", "Facebook, mesaverdepd"),
    ],
)
def test_an_account_is_connected_by_the_platforms_own_consent(
    running_house: Launched, open_browser: OpenBrowser, way: str, agrees: str, account: str
) -> None:
    page = sign_in(open_browser(), running_house, ADMINISTRATOR)
    page.goto(f"{running_house.address}/accounts")
    page.get_by_role("link", name="Connect an account").click()
    is_sound(page)

    page.get_by_role("button", name=f"Connect {way}", exact=True).click()
    is_sound(page)
    page.get_by_role("link", name=f"Continue to {way}").click()
    page.get_by_role("button", name=agrees).click()

    expect(page.get_by_role("heading", name="Accounts")).to_be_visible()
    expect(page.locator("main")).to_contain_text(account)
    connected = page.locator("main tr", has_text="Alex Reyes").first
    expect(connected).to_contain_text("Connected")
