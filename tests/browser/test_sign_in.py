"""Does somebody come in with a second step, at a real browser and with a real passkey?"""

from __future__ import annotations

import subprocess
import sys

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.soundness import is_sound
from tests.hearback.launched import Launched
from tests.sandbox.running import ROOT

PAT = "pat@mesaverde.example"
WORDS = "four plain words here"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _invited(house: Launched) -> str:
    """Return the link of somebody new."""
    words = [sys.executable, "-m", "hearback", "user", "add", PAT, "Pat Kim"]
    said = subprocess.run(
        words, cwd=ROOT, env=house.environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return said.stdout.strip()


def _set_password(page: Page, link: str) -> None:
    page.goto(link)
    page.wait_for_url("**/one-time")
    is_sound(page)
    page.get_by_label("New password").fill(WORDS)
    page.get_by_label("The same again").fill(WORDS)
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()
    is_sound(page)
    page.goto(link)
    expect(page.get_by_text("This link was used already")).to_be_visible()
    is_sound(page)


def _give_password(page: Page) -> None:
    page.get_by_label("Work email").fill(PAT)
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in").click()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="your menu").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")


def _set_up_authenticator(page: Page) -> None:
    page.get_by_role("link", name="Set up an authenticator").click()
    secret = page.locator(".gate-key").inner_text().replace(" ", "")
    is_sound(page)
    page.get_by_label("The code it shows now").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Set it up").click()


def test_somebody_comes_in_with_a_recovery_code_and_then_with_a_passkey(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    _set_password(page, _invited(running_house))
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    # A passkey is kept for a name, not for an address of numbers.
    desk = running_house.address.replace("127.0.0.1", "localhost")
    page.goto(f"{desk}/sign-in?next=/security")
    _give_password(page)

    _set_up_authenticator(page)
    codes = page.locator(".gate-codes code").all_inner_texts()
    is_sound(page)
    page.goto(f"{desk}/security")
    _sign_out(page)
    _give_password(page)
    is_sound(page)
    page.get_by_label("Code from your authenticator").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/open")

    page.goto(f"{desk}/security")
    page.get_by_label("Name of the new passkey").fill("Work <laptop>")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Work <laptop>")).to_be_visible()
    expect(page.get_by_text("You have 9 recovery codes left.")).to_be_visible()
    is_sound(page)
    _sign_out(page)
    _give_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/open")
    page.goto(f"{desk}/proof?next=/security")
    is_sound(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{desk}/security")
    page.goto(f"{desk}/desk/open")
    _lock_and_unlock_with_words_begun(page)


def _lock_and_unlock_with_words_begun(page: Page) -> None:
    page.locator(".row-main").first.click()
    words = page.locator(".composer textarea").first
    words.fill("Not to be read by whoever passes")
    elsewhere = page.context.new_page()
    elsewhere.goto(page.url)

    words.press("Control+Alt+l")

    for one in (page, elsewhere):
        expect(one.get_by_role("heading", name="This browser is locked")).to_be_visible()
        expect(one).to_have_title("Locked · Hearback")
        assert "whoever passes" not in one.content()
    elsewhere.close()
    is_sound(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".composer textarea").first).to_have_value(
        "Not to be read by whoever passes"
    )
    page.clock.install()
    page.reload()
    page.clock.fast_forward("31:00")
    page.get_by_label("Password of Pat Kim").fill(WORDS)
    page.get_by_role("button", name="Unlock").click()
    page.locator(".composer textarea").first.fill("")
