"""Can the whole job be done in a browser that runs no scripts?"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in
from tests.hearback.launched import Launched

ASKED = "Is the library still open this evening, without scripts?"
ARRIVES_SECONDS = 40


@pytest.fixture
def page(running_house: Launched, open_browser: OpenBrowser) -> Page:
    return sign_in(open_browser(java_script_enabled=False), running_house)


@pytest.fixture
def opened(running_house: Launched, page: Page) -> Page:
    """A resident's fresh direct message, opened."""
    name = f"Resident {time.time_ns()}"
    running_house.sandbox.say(platform="facebook", kind="direct_message", author=name, text=ASKED)
    row = page.locator(".row-main", has_text=name)
    _reloaded_until(page, f"{running_house.address}/desk/facebook", lambda: _leafed_to(page, row))
    row.click()
    return page


def test_claim_answer_tag_note_resolve_and_reopen(opened: Page, running_house: Launched) -> None:
    page = opened
    page.get_by_role("button", name="Claim").click()
    expect(page.locator("#conversation-details")).to_contain_text("Rosa Martinez")

    page.get_by_label("Reply or note").fill("Unit 12 is close.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".note")).to_contain_text("Unit 12 is close.")

    details = page.locator("#conversation-details")
    details.get_by_text("Tag", exact=True).click()
    details.get_by_label("Add a tag").fill("Library")
    details.get_by_role("button", name="Add tag").click()
    expect(page.locator(".chips")).to_contain_text("Library")

    page.get_by_label("Reply or note").fill("Until eight this evening.")
    page.get_by_role("button", name="Send privately").click()
    page.get_by_role("button", name="Send now").click()
    _reloaded_until(page, page.url, lambda: page.get_by_text("Sent", exact=True).count() > 0)
    assert "Until eight this evening." in str(running_house.sandbox.state())

    head = page.locator("#conversation-head")
    head.get_by_role("button", name="Resolve").click()
    head.get_by_role("button", name="Reopen").click()
    expect(head.get_by_role("button", name="Resolve")).to_be_visible()


def test_undo_brings_the_words_back(opened: Page) -> None:
    page = opened
    page.get_by_label("Reply or note").fill("Sent too early.")
    page.get_by_role("button", name="Send privately").click()

    page.locator("#conversation-thread").get_by_role("button", name="Undo").click()

    expect(page.get_by_label("Reply or note")).to_have_value("Sent too early.")


def test_resolving_while_somebody_waits_takes_a_reason(opened: Page) -> None:
    page = opened
    head = page.locator("#conversation-head")
    head.locator("summary", has_text="Resolve").click()
    head.get_by_label("Why no reply is needed").select_option("Thanks or praise")

    head.get_by_role("button", name="Resolve without a reply").click()

    expect(head.get_by_role("button", name="Reopen")).to_be_visible()


def test_a_canned_response_is_chosen_on_a_page_of_its_own(opened: Page) -> None:
    page = opened
    page.get_by_label("Reply or note").fill("Good morning.")
    page.get_by_role("form", name="Reply").get_by_role("button", name="Canned responses").click()
    page.get_by_role("link", name="Use this").first.click()

    expect(page.get_by_label("Reply or note")).to_have_value(re.compile(r"^Good morning\.\s+\S"))


def test_views_open_over_a_narrow_page(running_house: Launched, open_browser: OpenBrowser) -> None:
    narrow = open_browser(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = sign_in(narrow, running_house)

    page.get_by_role("button", name="Show views").click()
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Unassigned").click()

    expect(page.get_by_role("heading", name="Unassigned")).to_be_visible()


def _leafed_to(page: Page, row: Locator) -> bool:
    """Go through the pages of a list, which a busy house fills; tell whether the row is there."""
    following = page.get_by_role("link", name=re.compile(r"^Next \d+"))
    while not row.count() and following.count():
        following.click()
    return row.count() > 0


def _reloaded_until(page: Page, address: str, is_there: Callable[[], bool]) -> None:
    late = time.monotonic() + ARRIVES_SECONDS
    page.goto(address)
    while not is_there():
        assert time.monotonic() < late, "It did not come."
        time.sleep(0.5)
        page.goto(address)
