"""Can everything be done without a pointer, with the focus seen all the way?"""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from inbox import priority
from inbox.models import Conversation, Priority
from tests.browser.conftest import OpenBrowser
from tests.browser.focus import is_seen
from tests.browser.residents import Residents
from tests.browser.signing_in import ROSA, sign_in, sign_in_at
from tests.browser.small_house import SmallHouse, ana
from tests.browser.soundness import is_sound
from tests.browser.surfaces import X_MENTION
from tests.factories.making import PASSWORD
from tests.hearback import launched
from tests.hearback.launched import Launched

WORDS = "Is the climbing wall open on Monday?"
MOST_TABS = 8
# Turbo gives the focus back a frame after it has drawn. This waits for two.
DRAWN_AS_SOMEBODY_GOES_ON = """async () => {
  Turbo.renderStreamMessage(
    '<turbo-stream action="update" target="last-act"><template></template></turbo-stream>'
  );
  document.querySelector("#reply").focus();
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}"""
ARRIVES_SECONDS = 60
CLOSE = "document.querySelectorAll(':popover-open').forEach((one) => one.hidePopover())"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_main_job_takes_no_pointer_and_the_focus_is_seen_at_each_step(
    running_house: Launched, open_browser: OpenBrowser, width: int
) -> None:
    words = f"{WORDS} ({width})"
    Residents(open_browser(), running_house.sandbox.address).write(X_MENTION, "Cleo Marsh", words)
    page = open_browser(viewport={"width": width, "height": 900})
    keys = page.keyboard

    page.goto(running_house.address)
    _tabs_to(page, "Work email")
    is_seen(page)
    keys.type(ROSA)
    _tabs_to(page, "Password")
    is_seen(page)
    keys.type(launched.PASSWORD)
    keys.press("Enter")
    page.wait_for_url("**/desk/open")
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    is_seen(page)

    keys.press("g")
    keys.press("u")
    page.wait_for_url("**/desk/unassigned")
    _comes_to(page, words)
    is_seen(page)
    keys.press("Enter")
    expect(page.locator("#conversation h2")).to_be_focused()
    is_seen(page)
    keys.press("c")
    expect(page.locator("#conversation-details")).to_contain_text("You")
    is_seen(page)
    _answers(page)
    keys.press("e")
    next_row = "#rows .row-main:focus, [data-pane=conversation] #conversation h2:focus"
    expect(page.locator(next_row)).to_have_count(1)
    is_seen(page)
    keys.press("Escape")
    expect(page.locator("#rows .row-main:focus")).to_have_count(1)
    is_seen(page)


def test_an_answer_that_is_drawn_takes_no_focus_from_where_somebody_went_meanwhile(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = sign_in(open_browser(), running_house)
    page.locator(".row-main").first.click()
    expect(page.locator("#conversation h2")).to_be_focused()

    page.evaluate(DRAWN_AS_SOMEBODY_GOES_ON)

    expect(page.locator("#reply")).to_be_focused()


def test_enter_in_a_form_of_many_acts_does_the_one_of_its_field(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    conversation = small_house.arrives()
    page = open_browser(viewport={"width": 1440, "height": 900})
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    page.goto(f"{small_house.address}/desk/open/{conversation.id}")
    toasts = page.locator("#toasts")

    page.get_by_text("Remind me", exact=True).first.click()
    is_sound(page)
    page.get_by_label("Remind me, with a word to myself").fill("call back")
    page.keyboard.press("Enter")
    expect(toasts).to_contain_text("Choose a day and a time")
    page.get_by_role("textbox", name="Another time, in words").fill("fri 9")
    page.keyboard.press("Enter")
    expect(toasts).to_contain_text("You are reminded on Friday")

    row = page.locator(f"#row-{conversation.id}")
    row.hover()
    row.locator(".row-pick input").check()
    page.locator("#picked summary", has_text="Snooze").click()
    page.get_by_label("Or another time, in words").fill("in 20 minutes")
    page.keyboard.press("Enter")
    expect(page.locator("#last-act")).to_contain_text("Snoozed")
    expect(page.get_by_label("Or another time, in words")).to_have_value("")


def _tabs_to(page: Page, label: str) -> None:
    """Go on to a field, past what stands before it: there may be other ways to sign in."""
    field = page.get_by_label(label)
    for _ in range(MOST_TABS):
        if field.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(field).to_be_focused()


def _comes_to(page: Page, words: str) -> None:
    """Go down the list to the row with these words, once it is there."""
    late = time.monotonic() + ARRIVES_SECONDS
    while not page.locator("#rows .row", has_text=words).count():
        assert time.monotonic() < late, "It did not come."
        page.keyboard.press("n")
        page.wait_for_timeout(200)
    focused = page.locator("#rows .row-main:focus", has_text=words)
    for _ in range(page.locator("#rows .row").count()):
        page.keyboard.press("j")
        if focused.count():
            return
    raise AssertionError("No key leads to the row.")


def _answers(page: Page) -> None:
    keys = page.keyboard
    keys.press("r")
    is_seen(page)
    keys.type("It is, from noon.")
    keys.press("Control+Enter")
    expect(page.locator("#reply")).to_have_value("")
    sends = page.get_by_role("button", name="Send now")
    for _ in range(3):
        keys.press("Shift+Tab")
        is_seen(page)
        if sends.evaluate("(one) => one === document.activeElement"):
            break
    keys.press("Enter")
    expect(sends).to_be_hidden()
    is_seen(page)
    expect(page.locator(".msg-ours", has_text="It is, from noon.")).to_contain_text("Posted")
    is_seen(page)


@pytest.fixture
def page(small_house: SmallHouse, open_browser: OpenBrowser) -> Page:
    page = open_browser(viewport={"width": 1440, "height": 900})
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    return page


def opened(small_house: SmallHouse, page: Page, conversation: Conversation) -> None:
    page.goto(f"{small_house.address}/desk/open/{conversation.id}")
    page.wait_for_selector("form.composer")


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("a", "details[id^=assignee-] select"),
        ("t", "#conversation-details input[name=name]"),
        ("h", "details[id^=snooze-][open] button"),
        ("b", "#conversation-details details[open] input"),
    ],
)
def test_a_key_opens_a_menu_on_its_first_field_and_escape_gives_the_focus_back(
    small_house: SmallHouse, page: Page, key: str, place: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(small_house, page, small_house.arrives())

    page.keyboard.press(key)
    expect(page.locator(place).locator("visible=true").first).to_be_focused()
    is_seen(page)
    page.keyboard.press("Escape")

    expect(page.locator("summary:focus")).to_have_attribute("aria-keyshortcuts", key.upper())
    is_seen(page)


def test_escape_closes_the_details_over_a_conversation_before_it_leaves_that(
    small_house: SmallHouse, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    conversation = small_house.arrives()
    opened(small_house, page, conversation)
    page.keyboard.press("4")
    expect(page.locator("#details summary:focus")).to_have_count(1)
    page.keyboard.press("3")
    expect(page.locator("#details")).to_be_hidden()
    expect(page.locator("#conversation h2")).to_be_focused()
    page.keyboard.press("4")

    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_be_hidden()
    page.keyboard.press("Escape")

    expect(page.locator(f"#row-{conversation.id} .row-main")).to_be_focused()
    is_seen(page)


def test_an_urgent_key_leads_to_the_priority_where_no_flag_has_room(
    small_house: SmallHouse, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    opened(small_house, page, small_house.arrives())

    page.keyboard.press("!")

    expect(page.get_by_label("Priority", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    sheet = page.locator("#shortcuts dt")
    for name in ("Assign", "Tag", "Remind me", "Snooze", "Mark as urgent"):
        expect(sheet.and_(page.get_by_text(name, exact=True))).to_have_count(1)


def test_each_way_to_answer_has_a_key_and_the_screen_says_where_words_go(
    small_house: SmallHouse, page: Page
) -> None:
    opened(small_house, page, small_house.arrives())
    composer = page.locator("form.composer")

    for key, mode, verb in (
        ("p", "private", "Send privately"),
        ("m", "note", "Add note"),
        ("r", "public", "Post publicly"),
    ):
        page.keyboard.press(key)
        expect(page.locator("#reply")).to_be_focused()
        is_seen(page)
        expect(composer).to_have_attribute("data-mode", mode)
        expect(composer.get_by_role("button", name=verb)).to_be_visible()
        page.keyboard.press("Escape")


def test_figures_go_from_pane_to_pane_beside_each_other_and_over_each_other(
    small_house: SmallHouse, page: Page
) -> None:
    made = small_house.arrives()
    for width in (1440, 800):
        page.set_viewport_size({"width": width, "height": 900})
        opened(small_house, page, made)
        for key, place in (
            ("4", "#details :focus"),
            ("3", "#conversation h2:focus"),
            ("2", f"#row-{made.id} .row-main:focus"),
            ("1", "#views a[aria-current]:focus"),
        ):
            page.keyboard.press(key)
            expect(page.locator(place)).to_be_visible()
            is_seen(page)
            page.evaluate(CLOSE)


def test_g_and_a_key_lead_to_a_view_and_to_reports_from_any_page(
    small_house: SmallHouse, page: Page
) -> None:
    for key, address in (
        ("m", "**/desk/mine"),
        ("!", "**/desk/urgent"),
        ("u", "**/desk/unassigned"),
        ("a", "**/desk/open"),
        ("r", "**/reports"),
        ("m", "**/desk/mine"),
    ):
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(address)
    page.keyboard.press("f")
    page.wait_for_url("**/filter?of=mine")


def test_u_comes_to_who_is_at_risk_and_k_goes_up_again(small_house: SmallHouse, page: Page) -> None:
    at_risk, calm = small_house.arrives(), small_house.arrives()
    with small_house.make.runtime.writing() as session:
        priority.change(session, at_risk.id, to=Priority.URGENT, by=ana(session))
    page.goto(f"{small_house.address}/desk/open/{calm.id}")

    page.keyboard.press("u")
    urgent = page.locator("#rows .is-urgent .row-main:focus")
    expect(urgent).to_have_count(1)
    is_seen(page)
    reached = str(page.locator(":focus").get_attribute("href"))
    page.keyboard.press("j")
    expect(page.locator(f"[href='{reached}']")).not_to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(f"[href='{reached}']")).to_be_focused()


def test_the_sheet_says_every_key_in_parts_and_can_turn_single_keys_off(
    small_house: SmallHouse, page: Page
) -> None:
    opened(small_house, page, small_house.arrives())
    heading = page.locator("#conversation h2")
    heading.focus()

    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    for part in ("Move", "Triage", "Reply", "Panes", "Everywhere", "Go to"):
        expect(sheet.get_by_role("heading", name=part)).to_be_visible()
    sheet.get_by_label("Single keys work outside fields").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(heading).to_be_focused()

    page.keyboard.press("r")
    expect(heading).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Search and commands")).to_be_visible()
