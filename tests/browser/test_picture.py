"""May somebody choose a picture, look at it, send it, and have it back?"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in
from tests.browser.soundness import is_sound
from tests.factories.drawing import photograph
from tests.hearback.launched import Launched

FACEBOOK_COMMENT = ".row:has(.tile-facebook):has-text('Comment') .row-main"


def test_a_picture_is_shown_before_it_is_sent_and_comes_back_with_its_words(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = sign_in(open_browser(viewport={"width": 390, "height": 844}), running_house)
    page.locator(FACEBOOK_COMMENT).first.click()
    panel, shown = page.locator(".composer-picture"), page.get_by_label("The picture you chose")
    expect(page.get_by_role("button", name="Add a picture")).to_be_visible()
    expect(panel).to_be_hidden()

    file = {"name": "road.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.locator("#picture").set_input_files([file])  # type: ignore[list-item]  # a file in memory
    page.get_by_label("What it shows").fill("A closed road")
    expect(shown).to_be_visible()
    is_sound(page)

    page.get_by_role("button", name="Post publicly").click()
    page.locator(".undo").get_by_role("button", name="Undo").click()
    expect(page.get_by_alt_text("The picture you took back")).to_be_visible()
    expect(page.get_by_label("What it shows")).to_have_value("A closed road")

    page.get_by_role("button", name="Take the picture out").click()
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Add a picture")).to_be_focused()
