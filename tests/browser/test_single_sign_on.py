"""Does somebody come in by an identity provider on another site, at a real browser?"""

from __future__ import annotations

import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.soundness import is_sound
from tests.hearback.launched import Launched
from tests.identity.running import Identity
from tests.sandbox.running import ROOT

SAM = {"sub": "sam", "email": "sam.reyes@mesaverde.example", "email_verified": True}


def _let_in(house: Launched) -> None:
    words = [sys.executable, "-m", "hearback", "user", "add", str(SAM["email"]), "Sam Reyes"]
    subprocess.run(words, cwd=ROOT, env=house.environment, check=True, stdout=subprocess.DEVNULL)


def _at_the_provider(page: Page) -> None:
    page.get_by_role("link", name="Yes, it is me").click()


def test_somebody_comes_in_proves_themselves_and_leaves(
    running_house: Launched, house_identity: Identity, open_browser: OpenBrowser
) -> None:
    _let_in(running_house)
    house_identity.usually(person=SAM)
    page, desk = open_browser(), running_house.address
    page.goto(f"{desk}/sign-in?next=/security")
    is_sound(page)

    page.get_by_role("link", name="Sign in with Mesa Verde ID").click()
    _at_the_provider(page)
    page.wait_for_url(f"{desk}/security")
    expect(page.get_by_text("You sign in with Mesa Verde ID.")).to_be_visible()

    page.goto(f"{desk}/proof?next=/security")
    is_sound(page)
    # A form may lead to no other site: a page leads on.
    page.get_by_role("button", name="Continue with Mesa Verde ID").click()
    _at_the_provider(page)
    page.wait_for_url(f"{desk}/security")

    page.keyboard.press("Control+Alt+l")
    page.get_by_role("link", name="Unlock with Mesa Verde ID").click()
    _at_the_provider(page)
    page.wait_for_url(f"{desk}/security")

    house_identity.play(error="access_denied")
    page.goto(f"{desk}/sign-in/single")
    _at_the_provider(page)
    expect(page.get_by_text("Mesa Verde ID did not let you in.")).to_be_visible()
    is_sound(page)
    house_identity.play_only()

    page.goto(f"{desk}/security")
    page.get_by_role("button", name="your menu").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(f"{desk}/sign-in")
    assert house_identity.seen("end")
