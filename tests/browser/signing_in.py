"""How does a person of a browser test reach the desk?"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.hearback.launched import PASSWORD, Launched

ROSA = "rosa@mesaverde.example"


def sign_in(page: Page, house: Launched, email: str = ROSA) -> Page:
    page.goto(house.address)
    page.get_by_label("Work email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/open")
    return page
