"""Does what is new come in when nobody's hand is in the list, and is it told to who reads on?"""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from inbox import priority, status, threads
from inbox.models import Conversation, Priority
from inbox.queues import PAGE_LENGTH
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse, ana
from tests.browser.test_wall import Line
from tests.factories.incoming import incoming
from tests.factories.making import PASSWORD

# Far from the list, whose rows do not move under a pointer.
ASIDE = (1100, 400)
LOOKS_WITHIN_SECONDS = 20
SOUNDS = """() => {
  let sounded = 0;
  const node = { connect() {}, start() {}, stop() {}, gain: {}, frequency: {} };
  window.AudioContext = class {
    currentTime = 0;
    constructor() { document.documentElement.dataset.sounded = sounded += 1; }
    createGain() { return node; }
    createOscillator() { return node; }
  };
}"""
REMEMBERS_BADGE = """navigator.setAppBadge = async (count) => {
  document.documentElement.dataset.badged = count;
};"""


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    return open_browser(viewport={"width": 1440, "height": 700})


def _comes(page: Page, house: SmallHouse, path: str = "/desk/open") -> None:
    sign_in_at(page, house.address, "ana@example.org", PASSWORD)
    page.goto(house.address + path)
    page.mouse.move(*ASIDE)
    page.locator("#rows").wait_for(state="attached")


def _at_risk(house: SmallHouse) -> Conversation:
    made = house.arrives()
    with house.make.runtime.writing() as session:
        priority.change(session, made.id, to=Priority.URGENT, by=ana(session))
    return made


def _writes(house: SmallHouse, thread: str, text: str) -> None:
    said = incoming(thread_id=thread, text=text, sent_at=house.make.runtime.clock.now())
    house.make.received(house.account, [said])


def test_danger_comes_to_the_top_at_once_and_marks_title_and_icon(
    small_house: SmallHouse, page: Page
) -> None:
    page.add_init_script(REMEMBERS_BADGE)
    small_house.arrives()
    _comes(page, small_house)
    before = int(page.locator(".pulse-urgent [data-view-count]").text_content() or 0)

    made = _at_risk(small_house)

    expect(page.locator(f"#row-{made.id}")).to_have_attribute("data-group", "urgent")
    expect(page.locator(".list .new-pill")).to_be_hidden()
    expect(page).to_have_title(re.compile(rf"^\({before + 1}\) "))
    expect(page.locator("html")).to_have_attribute("data-badged", str(before + 1))


def test_a_list_that_nobody_touches_shows_what_came_by_itself(
    small_house: SmallHouse, page: Page
) -> None:
    small_house.arrives()
    _comes(page, small_house)

    made = small_house.arrives()

    expect(page.locator(".new-pill").first).to_be_visible()
    expect(page.locator(f"#row-{made.id}")).to_be_visible()
    expect(page.locator(".list .new-pill")).to_be_hidden()


def test_what_left_the_view_stays_dimmed_under_the_pointer_and_goes_when_the_hand_does(
    small_house: SmallHouse, page: Page
) -> None:
    made = small_house.arrives()
    _comes(page, small_house)
    row = page.locator(f"#row-{made.id}")
    row.hover()

    with small_house.make.runtime.writing() as session:
        status.resolve(session, made.id, by=ana(session), reason="thanks")
    expect(row).to_contain_text("Resolved")
    page.mouse.move(*ASIDE)

    expect(row).to_have_count(0)


def test_who_reads_further_up_stays_there_and_is_told_how_many_messages_came(
    small_house: SmallHouse, page: Page
) -> None:
    made = small_house.arrives(thread_id="a long thread", text="Long ago. " * 900)
    _comes(page, small_house, f"/desk/open/{made.id}")
    scroll = page.get_by_role("group", name="Messages")
    scroll.evaluate("(one) => { one.scrollTop = 0; }")

    _writes(small_house, "a long thread", "Are you there?")

    pill = page.locator(".thread-pill")
    expect(pill).to_have_text("1 new")
    assert scroll.evaluate("(one) => one.scrollTop") == 0
    pill.click()
    expect(pill).to_be_hidden()
    expect(page.get_by_text("Are you there?").last).to_be_in_viewport()

    _writes(small_house, "a long thread", "Hello?")
    expect(page.get_by_text("Hello?").last).to_be_in_viewport()
    expect(pill).to_be_hidden()


@pytest.mark.parametrize("there_before", [0, PAGE_LENGTH])
def test_coming_back_says_what_came_in_meanwhile(
    small_house: SmallHouse, page: Page, there_before: int
) -> None:
    page.clock.install()
    line = Line(page)
    for _ in range(there_before):
        small_house.arrives()
    made = small_house.arrives()
    _comes(page, small_house, f"/desk/open/{made.id}")
    strip = page.locator("#connection-strip")
    line.cut()
    page.clock.fast_forward("00:06")
    page.clock.fast_forward("00:01")
    expect(strip).to_be_visible()
    page.locator("#rows").hover()
    small_house.arrives()

    line.is_up = True
    strip.get_by_role("button", name="Try now").click()
    expect(strip).to_be_hidden()
    page.clock.fast_forward("00:02")

    expect(page.locator("#toasts")).to_contain_text("Back online. 1 conversation has something new")


def test_nothing_sounds_until_it_is_chosen_and_then_each_minute_until_somebody_looks(
    small_house: SmallHouse, page: Page
) -> None:
    page.add_init_script(f"({SOUNDS})()")
    page.clock.install()
    _comes(page, small_house)
    _at_risk(small_house)
    expect(page.locator(".pulse-urgent")).to_be_visible()
    page.clock.fast_forward("01:01")
    sounded = page.locator("html[data-sounded]")
    expect(sounded).to_have_count(0)

    page.goto(f"{small_house.address}/notifications")
    page.get_by_label("Somebody may be at risk, each minute").check()
    page.goto(f"{small_house.address}/desk/open")
    _at_risk(small_house)
    expect(sounded).to_have_attribute("data-sounded", "1")
    page.clock.fast_forward("01:01")
    expect(sounded).to_have_attribute("data-sounded", "2")

    with small_house.make.runtime.writing() as session:
        for number in session.scalars(select(Conversation.id).filter_by(is_unread=True)).all():
            threads.mark_seen(session, number, by=ana(session))
    page.reload()
    expect(page.locator(".pulse-urgent")).to_be_visible()
    _looks_who_is_at_risk(page)
    page.clock.fast_forward("00:01")
    expect(sounded).to_have_count(0)


def test_a_duty_station_sounds_for_whoever_signs_in_there(
    small_house: SmallHouse, page: Page
) -> None:
    page.add_init_script(f"({SOUNDS})()")
    _comes(page, small_house)
    _at_risk(small_house)
    expect(page.locator(".pulse-urgent")).to_be_visible()
    page.goto(f"{small_house.address}/notifications")
    page.get_by_label("This is a duty station").check()
    page.goto(f"{small_house.address}/desk/open")
    sounded = page.locator("html[data-sounded]")
    expect(page.locator("#rows .row").first).to_be_visible()

    _at_risk(small_house)
    expect(sounded).to_have_attribute("data-sounded", "1")


def _looks_who_is_at_risk(page: Page) -> None:
    """Let minutes pass until the page has asked; it does not before it was told of somebody."""
    answered: list[str] = []
    page.on("response", lambda response: answered.append(response.url))
    late = time.monotonic() + LOOKS_WITHIN_SECONDS
    while not any(url.endswith("/desk/urgent") for url in answered):
        assert time.monotonic() < late, answered
        page.clock.fast_forward("01:01")
        page.wait_for_timeout(200)
