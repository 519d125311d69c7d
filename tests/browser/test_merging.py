"""Do two conversations of a resident become one for all who look, and stay two on the platform?"""

from __future__ import annotations

import re
import time

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.residents import Residents
from tests.browser.signing_in import DANA, sign_in
from tests.browser.soundness import is_sound
from tests.browser.surfaces import FACEBOOK_COMMENT
from tests.hearback.launched import Launched

FIRST, SECOND, THIRD = "Is the underpass dry?", "And the towpath?", "Nobody ever answers me!"


def test_merged_by_one_it_is_one_for_all_and_each_question_is_answered_where_it_was_asked(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    residents = Residents(open_browser(), running_house.sandbox.address)
    rosa, dana = (
        Desk(sign_in(open_browser(), running_house, *who), running_house.address)
        for who in ((), (DANA,))
    )
    for desk in (rosa, dana):
        desk.looks_at("facebook")
    for words in (FIRST, SECOND):
        residents.write(FACEBOOK_COMMENT, "Nora Diaz", words)
        for desk in (rosa, dana):
            desk.sees(words, before=time.monotonic() + 30)
    dana.opens(FIRST)
    rosa.opens(SECOND)

    rosa.details.get_by_role("button", name="Merge into this one").click()

    expect(rosa.conversation).to_contain_text(FIRST)
    expect(dana.conversation).to_contain_text("merged into another conversation")
    is_sound(rosa.page)
    dana.page.get_by_role("link", name="Open that conversation").click()
    expect(dana.conversation).to_contain_text(SECOND)

    rosa.page.get_by_role("link", name="Answer this message").first.click()
    expect(rosa.page.get_by_text(f"Answers: {FIRST}")).to_be_visible()
    rosa.writes("Dry as a bone.")
    rosa.sends()
    expect(rosa.answer("Dry as a bone.")).to_contain_text("Posted", timeout=30_000)
    assert [one.text for one in residents.answers(FACEBOOK_COMMENT, FIRST)] == ["Dry as a bone."]
    assert residents.answers(FACEBOOK_COMMENT, SECOND) == []


def test_new_words_of_somebody_muted_come_in_last_and_quietly(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    residents = Residents(open_browser(), running_house.sandbox.address)
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("facebook")
    residents.write(FACEBOOK_COMMENT, "Loud Larry", "Useless, all of you")
    rosa.sees("Useless, all of you", before=time.monotonic() + 30)
    rosa.opens("Useless, all of you")
    rosa.details.get_by_text("Mute this person").click()
    rosa.details.get_by_label("Why?").fill("Forty insults a day")
    rosa.details.get_by_role("button", name="Mute inside the desk").click()
    expect(rosa.details).to_contain_text("Forty insults a day")
    is_sound(rosa.page)

    rosa.looks_at("facebook")
    residents.write(FACEBOOK_COMMENT, "Loud Larry", THIRD)

    expect(rosa.page.locator("#rows > .row").last).to_contain_text(THIRD, timeout=30_000)
    expect(rosa.row(THIRD)).to_contain_text("Muted")
    expect(rosa.row(THIRD)).not_to_have_class(re.compile("is-unread"))
    assert rosa.was_never_reloaded
