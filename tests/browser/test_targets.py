"""Does the desk count down to what is promised, by itself and before everybody's eyes?"""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.residents import Residents
from tests.browser.signing_in import DANA, sign_in
from tests.browser.soundness import is_sound
from tests.browser.surfaces import X_MENTION
from tests.hearback.launched import Launched

MARCUS = "marcus@mesaverde.example"
PATIENCE_SECONDS = 60
# Under another head than where it stands, and its time over.
OVERDUE = """one => {
  one.dataset.group = "later";
  one.querySelector("[data-due]").dataset.due = new Date(Date.now() - 1000).toISOString();
}"""


def _asked(page: Page) -> list[str]:
    """Collect what the page asks of the server from now on, for its clocks or for anything.

    The composer counts its own words whenever it was drawn, a moment after that.
    """
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.endswith("/length"):
            asked.append(request.url)

    page.on("request", note)
    return asked


def test_a_row_and_the_conversation_count_down_and_urgent_is_due_sooner(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    words, others = "Which door of the station is open on Sundays?", "And on Mondays?"
    dana = Desk(sign_in(open_browser(), running_house, DANA), running_house.address)
    dana.looks_at("x")
    residents = Residents(open_browser(), running_house.sandbox.address)
    for name, said in (("Ines Ward", others), ("Otto Lane", words)):
        residents.write(X_MENTION, name, said)
        dana.sees(said, before=time.monotonic() + PATIENCE_SECONDS)
    on_the_row = dana.row(words).locator(".sla-due time")
    expect(on_the_row).to_have_text(re.compile(r"^due \d+m$"))

    dana.opens(words)
    counting = dana.head.locator(".sla-due")
    expect(counting).to_contain_text(re.compile(r"First answer due in [45]\d:\d\d"))
    shown, asked = counting.inner_text(), _asked(dana.page)
    expect(counting).not_to_have_text(shown)
    assert asked == []

    dana.page.keyboard.press("!")
    expect(counting).to_have_class(re.compile("sla-urgent"))
    expect(counting).to_contain_text(re.compile(r"First answer due in [34]:\d\d"))
    expect(on_the_row).to_have_text(re.compile(r"^due [34]m$"))
    is_sound(dana.page)
    dana.page.keyboard.press("z")
    expect(counting).to_contain_text(re.compile(r"First answer due in [45]\d:\d\d"))
    expect(on_the_row).to_have_text(re.compile(r"^due [45]\dm$"))
    # Nobody touches the other one meanwhile, so nothing but time can draw it again.
    _comes_under_another_head_by_time_alone(dana, others)
    assert dana.was_never_reloaded


def _comes_under_another_head_by_time_alone(dana: Desk, words: str) -> None:
    row = dana.row(words)
    due = row.locator("[data-due]")
    before = due.get_attribute("data-due") or ""
    # Under the hand it stays, and where somebody has scrolled down: the desk is asked for its
    # order once the hand is away, at the top.
    dana.page.mouse.move(900, 500)
    row.evaluate("one => { one.closest('.scroll').scrollTop = 0 }")
    asked, late = _asked(dana.page), time.monotonic() + PATIENCE_SECONDS
    while dana.page.url not in asked:
        assert time.monotonic() < late, "The desk was never asked for its order."
        # Again and again, since news of it may draw it anew.
        row.evaluate(OVERDUE)
        dana.page.wait_for_timeout(500)
    expect(due).to_have_attribute("data-due", before)


def test_the_forms_of_hours_and_targets_can_be_used_by_everybody(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = sign_in(open_browser(viewport={"width": 390, "height": 844}), running_house, MARCUS)

    page.goto(f"{running_house.address}/hours")
    page.get_by_text("Change the hours").first.click()
    is_sound(page)

    page.goto(f"{running_house.address}/targets")
    page.get_by_text("Add targets").click()
    is_sound(page)
