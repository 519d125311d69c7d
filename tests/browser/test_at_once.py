"""Does the desk show what somebody did before the network answers, and go back when it must?"""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.residents import Residents
from tests.browser.signing_in import DANA, sign_in
from tests.browser.soundness import is_sound
from tests.browser.surfaces import X_MENTION
from tests.hearback.launched import Launched
from tests.hearback.planted import SUPERVISOR, signed_in

ACTS = re.compile(r"/conversations/\d+/(assignment|taggings|priority)$")
OPENED = re.compile(r"/desk/unassigned/\d+$")
URGENT = re.compile(r"\bis-urgent\b")
PATIENCE_SECONDS = 60


class SlowNetwork:
    """Holds back what is sent to some addresses, once told to, until it is told to let it go.

    It is made before its page loads: the first request after a page that is open begins to be
    watched may leave unseen.
    """

    def __init__(self, page: Page, addresses: str | re.Pattern[str]) -> None:
        self.held: list[Route] = []
        self._holds, self._page = False, page
        page.route(addresses, self._sent)

    def holds_back(self) -> None:
        self._holds = True

    def holds(self, count: int) -> None:
        """Wait until so many are held; a browser may draw what it is about to send before that."""
        late = time.monotonic() + PATIENCE_SECONDS
        while len(self.held) < count:
            assert time.monotonic() < late, [route.request.url for route in self.held]
            self._page.wait_for_timeout(50)
        assert len(self.held) == count

    def lets_go(self) -> None:
        self._holds = False
        for route in self.held:
            route.continue_()

    def _sent(self, route: Route) -> None:
        if self._holds:
            self.held.append(route)
        else:
            route.continue_()


def opened(desk: Desk, view: str) -> str:
    """Open the first conversation of a view, and return its number."""
    desk.looks_at(view)
    desk.page.locator("#rows .row-main").first.click()
    expect(desk.page.locator("#conversation h2")).to_be_focused()
    return str(desk.page.locator("#conversation").get_attribute("data-conversation"))


def asked(
    desk: Desk, residents: Residents, words: str = "Is the swimming pool open at Easter?"
) -> str:
    """Open what a resident asks now, which no other test has touched, and return its number."""
    desk.looks_at("unassigned")
    residents.write(X_MENTION, "Ida Sand", words)
    desk.sees(words, before=time.monotonic() + PATIENCE_SECONDS)
    desk.opens(words)
    expect(desk.page.locator("#conversation h2")).to_be_focused()
    # A row that leaves the view stays under the hand.
    desk.row(words).hover()
    return str(desk.page.locator("#conversation").get_attribute("data-conversation"))


def give_back(desk: Desk) -> None:
    desk.details.locator("details[id^=assignee-] > summary").click()
    desk.details.get_by_role("button", name="Give back to everyone").click()
    expect(desk.head.get_by_role("button", name="Claim")).to_be_visible()


def test_a_claim_a_tag_and_a_priority_are_painted_before_the_desk_answers(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    network = SlowNetwork(page, ACTS)
    rosa = Desk(sign_in(page, running_house), running_house.address)
    number = asked(rosa, Residents(open_browser(), running_house.sandbox.address))
    row, assignee = rosa.page.locator(f"#row-{number}"), "details[id^=assignee-] > summary"
    expect(rosa.head.get_by_role("button", name="Claim")).to_be_visible()

    network.holds_back()
    rosa.page.keyboard.press("c")
    expect(row.locator(".who")).to_contain_text("Assigned to Rosa")
    expect(rosa.details.locator(assignee)).to_contain_text("You")
    expect(rosa.head.get_by_role("button", name="Claim")).to_have_count(0)

    rosa.page.keyboard.press("t")
    rosa.page.keyboard.type("seen at once")
    rosa.page.keyboard.press("Enter")
    expect(row.locator(".tag", has_text="seen at once")).to_be_visible()
    expect(rosa.details.locator(".chip", has_text="seen at once")).to_be_visible()

    rosa.page.locator("#conversation h2").focus()
    rosa.page.keyboard.press("!")
    expect(row).to_have_class(URGENT)
    is_sound(rosa.page)
    network.holds(3)
    expect(rosa.conversation).not_to_contain_text("seen at once")

    tags = f"{running_house.address}/conversations/{number}/taggings"
    marcus = signed_in(running_house, SUPERVISOR)
    marcus.post(tags, data={"name": "from elsewhere"}).raise_for_status()
    expect(rosa.details.locator(".chip", has_text="from elsewhere")).to_be_visible()
    expect(rosa.details.locator(".chip", has_text="seen at once")).to_be_visible()
    expect(rosa.details.locator(assignee)).to_contain_text("You")
    expect(row.locator(".who")).to_contain_text("Assigned to Rosa")
    expect(row).to_have_class(URGENT)

    network.lets_go()

    expect(rosa.conversation).to_contain_text("seen at once")
    expect(rosa.conversation).to_contain_text("claimed")
    expect(row).to_have_class(URGENT)
    expect(row.locator(".who")).to_contain_text("Assigned to Rosa")
    rosa.page.reload()
    for tag in ("seen at once", "from elsewhere"):
        rosa.page.get_by_role("button", name=f"Remove the tag {tag}").click()
        expect(rosa.conversation).to_contain_text(f"removed the tag {tag}")
    rosa.page.keyboard.press("!")
    expect(rosa.head.locator("input[name=reason]")).to_be_focused()
    rosa.page.keyboard.type("A test")
    rosa.page.keyboard.press("Enter")
    expect(rosa.conversation).to_contain_text("no longer urgent: A test")
    give_back(rosa)


def test_keys_pressed_before_a_conversation_is_there_are_meant_for_it(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    network = SlowNetwork(page, OPENED)
    rosa = Desk(sign_in(page, running_house), running_house.address)
    residents = Residents(open_browser(), running_house.sandbox.address)
    first = asked(rosa, residents, "May dogs swim there?")
    second = asked(rosa, residents, "May horses swim there?")

    network.holds_back()
    rosa.row("May dogs swim there?").locator(".row-main").click()
    rosa.page.keyboard.type("crNo")
    expect(rosa.page.locator("#conversation")).to_have_attribute("data-conversation", second)
    network.lets_go()

    expect(rosa.reply).to_have_value("No")
    expect(rosa.page.locator("#conversation")).to_have_attribute("data-conversation", first)
    expect(rosa.page.locator(f"#row-{first} .who")).to_contain_text("Assigned to Rosa")
    expect(rosa.page.locator(f"#row-{second} .who")).not_to_contain_text("Assigned to Rosa")


def test_when_a_colleague_was_first_the_screen_goes_back_and_says_who(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    # No news reach this desk, so it does not know that Dana was quicker.
    page.route_web_socket("**/socket.io/**", lambda _socket: None)
    network = SlowNetwork(page, "**/conversations/*/assignment")
    rosa = Desk(sign_in(page, running_house), running_house.address)
    number = opened(rosa, "unassigned")
    row = rosa.page.locator(f"#row-{number}")
    dana = Desk(sign_in(open_browser(), running_house, DANA), running_house.address)
    dana.page.goto(f"{running_house.address}/desk/unassigned/{number}")
    expect(dana.head.get_by_role("button", name="Claim")).to_be_visible()
    dana.claims()

    network.holds_back()
    page.keyboard.press("c")
    expect(row.locator(".who")).to_contain_text("Assigned to Rosa")
    network.lets_go()

    expect(page.locator("#toasts")).to_contain_text("Dana")
    expect(page.locator("#toasts")).to_contain_text("took this conversation a moment ago")
    expect(row.locator(".who")).not_to_contain_text("Rosa")
    expect(rosa.details.locator("details[id^=assignee-] > summary")).not_to_contain_text("You")
    give_back(dana)


def test_words_stand_in_the_thread_while_they_are_on_their_way_to_the_desk(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    network = SlowNetwork(page, "**/conversations/*/replies")
    rosa = Desk(sign_in(page, running_house), running_house.address)
    asked(rosa, Residents(open_browser(), running_house.sandbox.address), "When does it open?")
    words, pending = "It opens at six, slowly.", rosa.page.locator(".sending-row")
    rosa.writes(words)

    network.holds_back()
    rosa.page.keyboard.press("Control+Enter")

    expect(pending).to_contain_text(words)
    expect(pending).to_contain_text("On its way to the desk")
    expect(rosa.reply).to_have_value("")
    is_sound(rosa.page)
    network.lets_go()
    expect(rosa.answer(words)).to_have_count(1)
    expect(pending).to_have_count(0)


def test_without_a_network_words_stay_and_go_only_when_their_author_says_so(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    rosa = Desk(sign_in(open_browser(), running_house), running_house.address)
    residents = Residents(open_browser(), running_house.sandbox.address)
    number = asked(rosa, residents, "Whose dog is it?")
    words, asks = "We are looking into it.", rosa.page.locator(".unsent")
    rosa.reply.fill(words)

    rosa.page.context.set_offline(True)
    rosa.page.keyboard.press("Control+Enter")
    expect(asks).to_contain_text("Not sent: the desk does not answer")
    expect(rosa.reply).to_have_value(words)
    expect(rosa.page.locator(".sending-row")).to_have_count(0)
    is_sound(rosa.page)

    rosa.page.context.set_offline(False)
    expect(asks).to_contain_text("Does it still fit?")
    rosa.page.goto(f"{running_house.address}/desk/unassigned/{number}")
    expect(asks).to_contain_text("Does it still fit?")
    expect(rosa.answer(words)).to_have_count(0)

    asks.get_by_role("button", name="Send it now").click()

    expect(rosa.answer(words)).to_have_count(1)
    expect(asks).to_be_hidden()
    expect(rosa.reply).to_have_value("")
