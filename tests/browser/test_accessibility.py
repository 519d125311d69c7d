"""Is every page within WCAG 2.1 AA, as far as axe can tell, in both themes at every width?"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in
from tests.hearback.launched import Launched

WIDTHS = (1440, 1024, 390)
THEMES = ("light", "dark")
PAGES = (
    "/desk/open",
    "/shift",
    "/teams",
    "/statuses",
    "/notifications",
    "/reports",
    "/accounts",
    "/canned-responses",
    "/canned-responses/7",
    "/search?q=the+from:nobody",
    "/filter?of=mine",
)
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
# A theme changes nothing but colours, and the whole book of rules takes seconds a page.
RULES = {"light": AA, "dark": {"runOnly": {"type": "rule", "values": ["color-contrast"]}}}

each_theme = pytest.mark.parametrize("theme", THEMES)
each_width = pytest.mark.parametrize("width", WIDTHS)


@each_theme
def test_nothing_outside_the_desk_breaks_a_rule(
    running_house: Launched, open_browser: OpenBrowser, theme: str
) -> None:
    page = open_browser(viewport={"width": 390, "height": 844}, color_scheme=theme)

    for path in ("/sign-in", "/nowhere"):
        page.goto(running_house.address + path)
        is_sound(page, RULES[theme])


@each_theme
@each_width
def test_no_page_breaks_a_rule(
    running_house: Launched, open_browser: OpenBrowser, width: int, theme: str
) -> None:
    page = open_browser(viewport={"width": width, "height": 900}, color_scheme=theme)
    sign_in(page, running_house)

    for path in PAGES:
        page.goto(running_house.address + path)
        is_sound(page, RULES[theme])


@each_theme
@each_width
def test_no_open_conversation_breaks_a_rule(
    running_house: Launched, open_browser: OpenBrowser, width: int, theme: str
) -> None:
    page = open_browser(viewport={"width": width, "height": 900}, color_scheme=theme)
    sign_in(page, running_house)
    page.locator(".row-main").first.click()
    expect(page.locator("#conversation-composer")).to_be_visible()

    _open_everything(page)

    is_sound(page, RULES[theme])


def _open_everything(page: Page) -> None:
    details = page.get_by_role("button", name="Show details")
    if details.is_visible():
        details.click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


def is_sound(page: Page, rules: Mapping[str, object] = AA) -> None:
    """Hold a page to the rules, and to its width."""
    # Colours move for 120 ms after a page is drawn.
    page.wait_for_timeout(200)
    found = Axe().run(page, options=dict(rules)).response["violations"]
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), "It overflows."
