"""Does a reply go from its author to a second person and back, before everyone's eyes?"""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import sign_in
from tests.browser.soundness import is_sound
from tests.hearback.launched import Launched

MARCUS = "marcus@mesaverde.example"
LEE = "lee@mesaverde.example"
TEAM = "Community service"
ARRIVES_SECONDS = 40


def test_a_reply_is_sent_back_changed_approved_in_other_words_and_sent_once(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa, marcus, lee = (
        Desk(sign_in(open_browser(), running_house, *who), running_house.address)
        for who in ((), (MARCUS,), (LEE,))
    )
    _asks_for_approval(marcus.page, running_house)
    asked = f"When does the pool open? {time.time_ns()}"
    _is_asked(rosa, running_house, asked)
    marcus.looks_at("approve")

    rosa.writes("Soon.")
    expect(rosa.page.get_by_role("button", name="Submit for approval")).to_be_visible()
    rosa.sends()

    expect(rosa.conversation.locator(".submission")).to_contain_text("It waits for")
    marcus.sees(asked, before=time.monotonic() + ARRIVES_SECONDS)
    marcus.opens(asked)
    is_sound(marcus.page)
    marcus.page.locator(".submission summary", has_text="Send back").click()
    marcus.page.get_by_label("What should be different").fill("Say when.")
    marcus.page.get_by_role("button", name="Send it back to Rosa").click()

    expect(rosa.reply).to_have_value("Soon.")
    expect(rosa.conversation.locator(".submission")).to_contain_text("Say when.")
    is_sound(rosa.page)
    rosa.reply.press("Control+End")
    rosa.page.keyboard.type(" On Friday.")
    rosa.sends()

    lee.looks_at("approve")
    lee.opens(asked)
    _changes(lee, "On Friday at ten.")
    _changes(marcus, "On Friday at nine.")
    marcus.page.get_by_role("button", name="Approve these words").click()
    expect(marcus.page.locator("#conversation")).to_be_focused()
    expect(marcus.conversation.locator(".submission")).to_have_count(0)
    marcus.sends_now()

    expect(lee.answer("On Friday at nine.")).to_be_visible()
    expect(lee.page.get_by_label("The words that go out")).to_have_value("On Friday at ten.")
    lee.page.get_by_role("button", name="Approve these words").click()
    expect(lee.page.locator("#toasts")).to_contain_text("Marcus Cole approved this reply already")
    for person in (rosa, marcus):
        expect(person.answer("On Friday at nine.")).to_contain_text("Sent")
        expect(person.answer("On Friday at nine.")).to_contain_text("in other words")
        assert person.was_never_reloaded
    assert str(running_house.sandbox.state()).count("On Friday at nine.") == 1
    assert "Soon." not in str(running_house.sandbox.state())


def _changes(desk: Desk, words: str) -> None:
    """Begin to approve in other words."""
    card = desk.conversation.locator(".submission", has_text="Soon. On Friday.")
    card.locator("summary", has_text="Approve with changes").click()
    card.get_by_label("The words that go out").fill(words)


def _asks_for_approval(page: Page, house: Launched) -> None:
    page.goto(f"{house.address}/teams")
    form = page.get_by_role("form", name=TEAM)
    form.get_by_role("button", name="Ask for approval of replies").click()
    expect(form.get_by_role("button", name="Let replies go out at once")).to_be_visible()


def _is_asked(desk: Desk, house: Launched, words: str) -> None:
    """Let a resident ask the team that wants its replies approved."""
    house.sandbox.say(
        platform="facebook", kind="direct_message", author=f"Resident {time.time_ns()}", text=words
    )
    desk.looks_at("facebook")
    desk.sees(words, before=time.monotonic() + ARRIVES_SECONDS)
    number = desk.row(words).get_attribute("data-conversation")
    desk.row(words).get_by_role("checkbox").click()
    bar = desk.page.locator("#picked")
    bar.locator("summary", has_text="Team").click()
    bar.get_by_label("Give to the team").select_option(label=TEAM)
    bar.get_by_role("button", name="Give to the team").click()
    expect(desk.page.locator("#last-act")).to_contain_text(f"Given to {TEAM}")
    desk.page.goto(f"{house.address}/desk/facebook/{number}")
    expect(desk.conversation).to_contain_text(TEAM)
    desk.page.evaluate("window.isTheSamePage = true")
