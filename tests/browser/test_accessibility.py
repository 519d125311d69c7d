"""Is every page within WCAG 2.1 AA, as far as axe can tell, in both themes at every width?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from inbox.runtime import Runtime
from tests.browser.conftest import OpenBrowser
from tests.browser.pages import (
    ADMINISTRATORS_PAGES,
    LOOKED_AT_ELSEWHERE,
    NO_PAGES,
    OUTSIDE,
    PAGES,
    SUPERVISORS_PAGES,
)
from tests.browser.signing_in import sign_in
from tests.browser.soundness import HEIGHT, WIDTHS, is_sound_everywhere
from tests.hearback.launched import Launched
from tests.web import one_app

SUPERVISOR = "marcus@mesaverde.example"


def test_no_page_is_forgotten(runtime: Runtime) -> None:
    app = one_app.over(runtime)
    addresses = app.url_map.bind("desk")
    listed = (*PAGES, *ADMINISTRATORS_PAGES, *SUPERVISORS_PAGES, "/sign-in")
    seen = {addresses.match(one.partition("?")[0])[0] for one in listed}

    there = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("api.")
    }

    assert there - seen - set(LOOKED_AT_ELSEWHERE) - set(NO_PAGES) == set()
    assert (set(LOOKED_AT_ELSEWHERE) | set(NO_PAGES)) - there == set()


def test_nothing_outside_the_desk_breaks_a_rule(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = open_browser()

    for path in OUTSIDE:
        page.goto(running_house.address + path)
        is_sound_everywhere(page)


def test_no_page_breaks_a_rule(running_house: Launched, open_browser: OpenBrowser) -> None:
    page = sign_in(open_browser(), running_house)

    for path in PAGES:
        page.goto(running_house.address + path)
        is_sound_everywhere(page)


def test_no_page_for_administrators_breaks_a_rule(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = sign_in(open_browser(), running_house, "alex@mesaverde.example")

    page.goto(f"{running_house.address}/people")
    page.get_by_text("Access ends", exact=False).first.click()

    is_sound_everywhere(page)

    for path in ADMINISTRATORS_PAGES[1:]:
        page.goto(running_house.address + path)
        is_sound_everywhere(page)


def test_no_page_for_supervisors_breaks_a_rule(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = sign_in(open_browser(), running_house, SUPERVISOR)

    for path in SUPERVISORS_PAGES:
        page.goto(running_house.address + path)
        is_sound_everywhere(page)


@pytest.mark.parametrize("opened_at", [WIDTHS[0], WIDTHS[-1]])
def test_no_open_conversation_breaks_a_rule(
    running_house: Launched, open_browser: OpenBrowser, opened_at: int
) -> None:
    page = open_browser(viewport={"width": opened_at, "height": HEIGHT})
    sign_in(page, running_house)
    page.locator(".row-main").first.click()
    expect(page.locator("#conversation-composer")).to_be_visible()

    _open_everything(page)

    is_sound_everywhere(page)


def _open_everything(page: Page) -> None:
    details = page.get_by_role("button", name="Show details")
    if details.is_visible():
        details.click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
