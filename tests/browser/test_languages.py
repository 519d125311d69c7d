"""Can the desk be worked at in Spanish, at every width, with the keys and in the menu?"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.pages import PAGES
from tests.browser.signing_in import sign_in
from tests.browser.soundness import HEIGHT, is_sound
from tests.hearback.launched import Launched

# What says something in one line and neither shows all of it nor dots that it does not.
CUT = """() => [...document.querySelectorAll(
        "button, .btn, h1, h2, h3, label, legend, th, dt, .chip, .tabbar a, .topnav a, .strip p"
    )].filter((one) => {
        const style = getComputedStyle(one);
        const isShown = one.checkVisibility() && !one.closest(".vh") && one.textContent.trim();
        return isShown && style.textOverflow !== "ellipsis" && one.scrollWidth > one.clientWidth + 1
            && one.clientWidth > 0 && style.display !== "inline";
    }).map((one) => one.textContent.trim())"""
WIDTHS = (1440, 390)

# What words can break; the rest of the rules is held in English.
NAMES = {
    "runOnly": {
        "type": "rule",
        "values": [
            "html-has-lang",
            "html-lang-valid",
            "valid-lang",
            "button-name",
            "link-name",
            "label",
            "select-name",
            "aria-input-field-name",
            "summary-name",
        ],
    }
}


@pytest.fixture
def spanish(running_house: Launched, open_browser: OpenBrowser) -> Page:
    """Somebody who is signed in, at a browser that asks for Spanish."""
    sign_in(open_browser(), running_house)
    page = open_browser(viewport={"width": WIDTHS[0], "height": HEIGHT}, locale="es-US")
    return sign_in(page, running_house)


def test_every_page_is_sound_in_spanish_and_nothing_is_cut(
    running_house: Launched, spanish: Page
) -> None:
    for path in PAGES:
        spanish.goto(running_house.address + path)
        expect(spanish.locator("html")).to_have_attribute("lang", "es")
        _is_whole(spanish)


def test_an_open_conversation_is_sound_in_spanish_and_nothing_is_cut(spanish: Page) -> None:
    spanish.locator("#rows .row-main").first.click()
    expect(spanish.locator("#reply")).to_have_attribute("placeholder", re.compile("^Escriba una"))
    _is_whole(spanish)


def _is_whole(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        is_sound(page, NAMES)
        assert page.evaluate(CUT) == [], f"{page.url} at {width} px"


def test_what_scripts_say_is_in_the_language_of_the_page(spanish: Page) -> None:
    spanish.keyboard.press("Control+k")
    spanish.get_by_role("combobox").fill("mias")

    expect(spanish.get_by_role("group", name="Ir a")).to_be_visible()
    expect(spanish.get_by_role("option", name="Mías")).to_be_visible()
    spanish.keyboard.press("Enter")
    expect(spanish).to_have_title("Mías · Hearback")


def test_a_language_is_chosen_in_the_menu_and_left_again(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    # Not whom the others ask for: a choice is kept, and stronger than what a browser asks for.
    page = sign_in(open_browser(), running_house, "june@mesaverde.example")

    page.get_by_role("button", name="your menu").click()
    page.get_by_role("button", name="Español").click()

    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="su menú").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
