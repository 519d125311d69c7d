"""Does a person at risk come to the top of every list, and what can wait leave it, by keys?"""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import DANA, sign_in
from tests.browser.soundness import is_sound
from tests.hearback.launched import Launched


def both_look_at(view: str, house: Launched, open_browser: OpenBrowser) -> tuple[Desk, Desk]:
    """Bring Rosa and Dana to a view, each at a browser of their own."""
    rosa, dana = (
        Desk(sign_in(open_browser(), house, *who), house.address) for who in ((), (DANA,))
    )
    for desk in (rosa, dana):
        desk.looks_at(view)
    return rosa, dana


def test_marked_urgent_by_one_it_stands_on_top_for_all_until_somebody_says_why_not(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa, dana = both_look_at("instagram", running_house, open_browser)
    last = rosa.page.locator(".row-main").last
    name = last.locator(".row-name").inner_text()
    last.click()
    expect(rosa.page.locator("#conversation h2")).to_be_focused()

    rosa.page.keyboard.press("!")

    expect(dana.page.locator("#rows > li").nth(1)).to_contain_text(name)
    expect(dana.page.locator("#rows > li").first).to_contain_text("Urgent")
    expect(dana.page).to_have_title("(1) Instagram · Hearback")
    expect(rosa.page.locator(".pulse-urgent")).to_have_text("1 urgent")
    is_sound(rosa.page)

    rosa.page.keyboard.press("!")
    rosa.page.keyboard.type("Talked to her, she is safe")
    rosa.page.keyboard.press("Enter")

    expect(rosa.conversation).to_contain_text("no longer urgent: Talked to her, she is safe")
    expect(dana.page.locator(".pulse-urgent")).to_be_hidden()


def test_answered_it_stands_with_those_who_wait_for_nobody_once_the_list_is_calm(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa, dana = both_look_at("facebook", running_house, open_browser)
    waiting = rosa.page.locator(".row:not([data-group=answered], [data-group=muted]) .row-main")
    waiting.last.click()
    expect(rosa.page.locator("#conversation h2")).to_be_focused()
    number = rosa.page.locator("#conversation").get_attribute("data-conversation")

    rosa.writes("It opens at six.")
    rosa.sends()
    rosa.sends_now()

    below = ".group-head:has-text('Waiting on them') ~"
    expect(dana.page.locator(f"{below} #row-{number}[data-group=answered]")).to_be_visible()


def test_snoozed_by_keys_it_is_put_away_and_the_next_one_is_open(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("instagram")
    rosa.page.locator(".row-main").first.click()
    heading = rosa.page.locator("#conversation h2")
    expect(heading).to_be_focused()
    snoozed = rosa.page.locator("#conversation").get_attribute("data-conversation")

    rosa.page.keyboard.press("h")
    expect(rosa.page.get_by_role("button", name="In an hour")).to_be_focused()
    rosa.page.keyboard.press("Enter")

    expect(rosa.page.locator(f"#row-{snoozed}")).to_contain_text("Snoozed")
    expect(rosa.page.locator("#conversation")).not_to_have_attribute(
        "data-conversation", str(snoozed)
    )
    rosa.page.goto(f"{running_house.address}/desk/snoozed/{snoozed}")
    rosa.page.get_by_role("button", name="Wake").first.click()
    expect(rosa.conversation).to_contain_text("put this back on the desk")


def test_z_takes_back_what_was_just_done_though_the_next_one_is_open(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("instagram")
    rosa.page.locator(".row-main").first.click()
    expect(rosa.page.locator("#conversation h2")).to_be_focused()
    number = rosa.page.locator("#conversation").get_attribute("data-conversation")
    row = rosa.page.locator(f"#row-{number}")
    rosa.page.keyboard.press("h")
    rosa.page.get_by_role("button", name="In an hour").press("Enter")
    expect(row).to_contain_text("Snoozed")
    expect(rosa.page.locator("#last-act")).to_contain_text("Snoozed")
    # It would be gone after eight seconds, and Z with it.
    expect(rosa.page.locator("#last-act .toast")).not_to_have_attribute("data-fading", "true")
    is_sound(rosa.page)

    rosa.page.keyboard.press("z")

    expect(row).to_be_visible()
    expect(row).not_to_contain_text("Snoozed")
    rosa.page.goto(f"{running_house.address}/desk/instagram/{number}")
    expect(rosa.conversation).to_contain_text("undid what they did: snoozed this")


def test_an_act_without_a_network_is_refused_in_words_and_the_row_stands_again(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("instagram")
    rosa.page.locator(".row-main").first.click()
    expect(rosa.page.locator("#conversation h2")).to_be_focused()
    number = rosa.page.locator("#conversation").get_attribute("data-conversation")

    rosa.page.context.set_offline(True)
    rosa.page.keyboard.press("h")
    rosa.page.get_by_role("button", name="In an hour").press("Enter")

    expect(rosa.page.locator("#toasts")).to_contain_text("nothing was changed")
    expect(rosa.page.locator(f"#row-{number}")).not_to_contain_text("Snoozed")
    rosa.page.context.set_offline(False)


# What is drawn ahead of an answer that never comes is gone with the refusal.
_NOTE_TAGS = """() => addEventListener("turbo:submit-start", () => {
  const tags = [...document.querySelectorAll(".row .tag")];
  window.drawnAhead = tags.filter((tag) => tag.textContent === "drawn ahead").length;
})"""


def test_picked_by_keys_several_are_done_at_once_and_undone_at_once(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("facebook")
    bar, keyboard = rosa.page.locator("#picked"), rosa.page.keyboard
    rosa.page.locator(".row-main").first.focus()
    expect(bar).to_be_hidden()

    keyboard.press("x")
    keyboard.press("j")
    keyboard.press("Shift+X")
    expect(bar).to_contain_text("2 picked")
    is_sound(rosa.page)
    keyboard.press("Escape")
    expect(bar).to_be_hidden()
    keyboard.press("x")
    keyboard.press("k")
    keyboard.press("Shift+X")
    keyboard.press("t")
    keyboard.type("picked together")
    keyboard.press("Enter")

    tagged = rosa.page.locator(".row .tag", has_text="picked together")
    expect(tagged).to_have_count(2)
    expect(bar).to_be_hidden()
    expect(rosa.page.locator("#last-act")).to_contain_text("2 conversations")

    keyboard.press("z")
    expect(tagged).to_have_count(0)


def test_done_to_the_picked_it_shows_before_the_answer_and_goes_back_when_there_is_none(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    rosa.looks_at("facebook")
    rosa.page.locator(".row-main").first.focus()
    for key in ("x", "j", "Shift+X"):
        rosa.page.keyboard.press(key)
    rosa.page.context.set_offline(True)

    rosa.page.keyboard.press("t")
    rosa.page.keyboard.type("drawn ahead")
    with rosa.page.expect_event("requestfailed"):
        rosa.page.evaluate(_NOTE_TAGS)
        rosa.page.keyboard.press("Enter")

    expect(rosa.page.locator("#toasts")).to_contain_text("nothing was changed")
    expect(rosa.page.locator(".row .tag", has_text="drawn ahead")).to_have_count(0)
    assert rosa.page.evaluate("window.drawnAhead") == 2
    rosa.page.context.set_offline(False)
