"""Is a finer status a few letters away, seen at once, and taken back by one key?"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import DANA, sign_in
from tests.browser.soundness import is_sound
from tests.hearback.launched import Launched

MARCUS = "marcus@mesaverde.example"
NAME = "With the watch commander"


def test_a_named_status_is_set_by_the_palette_seen_by_others_and_undone(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    marcus = Desk(sign_in(open_browser(), running_house, MARCUS), running_house.address)
    marcus.page.goto(f"{running_house.address}/statuses")
    made = marcus.page.get_by_role("form", name="A new status")
    made.get_by_label("Name").fill(NAME)
    made.get_by_role("button", name="Add").click()
    retire = marcus.page.get_by_role("button", name=f"Retire {NAME}")
    expect(retire).to_be_visible()
    is_sound(marcus.page)

    dana = Desk(sign_in(open_browser(), running_house, DANA), running_house.address)
    dana.looks_at("x")
    dana.page.locator(".row-main").last.click()
    expect(dana.page.locator("#conversation h2")).to_be_focused()
    opened = dana.page.url
    status, named = dana.head.locator(".named-status"), dana.page.locator(".row-status")
    expect(status).to_contain_text("Open")
    marcus.page.goto(opened)
    expect(marcus.head).to_be_visible()

    dana.page.keyboard.press("Control+k")
    dana.page.keyboard.type("watch commander")
    palette = dana.page.get_by_role("dialog", name="Search and commands")
    expect(palette.get_by_role("option").first).to_have_text(f"Set the status to Open: {NAME}")
    dana.page.keyboard.press("Enter")
    for desk in (dana, marcus):
        expect(desk.head.locator(".named-status")).to_contain_text(NAME)
    expect(named).to_have_text(NAME)

    dana.page.keyboard.press("z")
    for desk in (dana, marcus):
        expect(desk.head.locator(".named-status")).not_to_contain_text(NAME)
    expect(named).to_have_count(0)
    status.click()
    is_sound(dana.page)

    marcus.page.goto(f"{running_house.address}/statuses")
    retire.click()
    expect(marcus.page.get_by_role("button", name=f"Bring back {NAME}")).to_be_visible()
