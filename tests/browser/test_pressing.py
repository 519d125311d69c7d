"""Does what somebody presses on stay under their hand, whatever is told meanwhile?"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.residents import Residents
from tests.browser.signing_in import DANA, sign_in
from tests.browser.test_at_once import asked
from tests.hearback.launched import Launched

LISTEN = """number => document.addEventListener("live:rows", ({ detail }) => {
  const isTold = detail.rows.some(row => row.id === number && row.claimed);
  if (isTold) document.body.dataset.told = "";
})"""
WORDS = "Whose boat lies at the old pier since Friday?"


def test_a_press_opens_the_row_though_it_changes_before_the_hand_lets_go(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    dana = Desk(sign_in(open_browser(), running_house, DANA), running_house.address)
    number = asked(dana, Residents(open_browser(), running_house.sandbox.address), WORDS)
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("unassigned")
    rosa.page.evaluate(LISTEN, int(number))
    row = rosa.page.locator(f"#row-{number}")
    row.locator(".who").hover()
    rosa.page.mouse.down()

    dana.page.keyboard.press("c")
    expect(rosa.page.locator("body[data-told]")).to_be_attached()
    assert "Claimed by Dana" not in row.inner_text()

    rosa.page.mouse.up()
    expect(rosa.conversation).to_contain_text(WORDS)
    expect(row).to_contain_text("Claimed by Dana")
