"""How does a person of a browser test reach the desk?"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.hearback.launched import PASSWORD, Launched

ROSA = "rosa@mesaverde.example"
DANA = "dana@mesaverde.example"
# Whoever reads nothing of residents begins elsewhere.
_HOMES = dict.fromkeys(
    ("alex@mesaverde.example", "kim@example.org", "lou@example.org", "sam@example.org"), "**/people"
)
# By desk and person: whoever signed in once shows the same cookie in the next browser.
_SIGNED_IN: dict[tuple[str, str], list[Any]] = {}


def sign_in(page: Page, house: Launched, email: str = ROSA) -> Page:
    """Bring somebody of the practice department to the desk."""
    sign_in_at(page, house.address, email, PASSWORD)
    page.wait_for_url(_HOMES.get(email, "**/desk/open"))
    return page


def sign_in_at(page: Page, address: str, email: str, password: str) -> None:
    """Sign in, by the form the first time."""
    known = _SIGNED_IN.get((address, email))
    if known:
        page.context.add_cookies(known)
        page.goto(address)
        return
    page.goto(address)
    page.get_by_label("Work email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(_HOMES.get(email, "**/desk/open"))
    _SIGNED_IN[address, email] = page.context.cookies()
