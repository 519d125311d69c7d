"""Does somebody who signs out leave no words of theirs in the browser, and lose none unasked?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect
from sqlalchemy import select

from inbox.models import Conversation, Delivery, Message
from tests.browser import small_house as houses
from tests.browser.conftest import OpenBrowser
from tests.browser.small_house import SmallHouse
from tests.factories.making import PASSWORD

WORDS = "The officer's own number is 555-0142"
# What is written is kept under such keys (web/static/js/page/words_left.ts).
KEPT = "() => Object.keys(localStorage).filter((key) => /^hearback:(draft|unsent):/.test(key))"
HOLDS = "(words) => JSON.stringify({ ...localStorage, ...sessionStorage }).includes(words)"


@pytest.fixture(scope="module")
def desk(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallHouse]:
    """A desk of this file's own, as signing out here ends what other tests go on with."""
    with houses.opened(run_folder, tmp_path_factory.mktemp("words-left")) as house:
        house.make.user(name="Ben Ortiz", email="ben@example.org")
        yield house


@pytest.fixture
def conversation(desk: SmallHouse) -> Conversation:
    return desk.arrives(text="Who is on duty?")


def _sign_in(page: Page, desk: SmallHouse, name: str) -> Page:
    page.goto(desk.address)
    page.get_by_label("Work email").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk/open")
    return page


def _write(page: Page, desk: SmallHouse, conversation: Conversation, words: str = WORDS) -> None:
    page.goto(f"{desk.address}/desk/open/{conversation.id}")
    page.locator("#reply").fill(words)
    page.wait_for_function(HOLDS, arg=words)


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="your menu").click()
    page.get_by_role("button", name="Sign out", exact=True).click()


def _reaches_no_desk(page: Page) -> None:
    page.route("**/drafts", lambda route: route.abort())


def _replies(desk: SmallHouse, conversation: Conversation) -> list[str]:
    with desk.make.runtime.reading() as session:
        sent = select(Message.text).join(Delivery, Delivery.message_id == Message.id)
        return list(session.scalars(sent.where(Message.conversation_id == conversation.id)))


def test_words_go_to_the_desk_and_not_to_whoever_comes_next(
    desk: SmallHouse, conversation: Conversation, open_browser: OpenBrowser
) -> None:
    page = _sign_in(open_browser(), desk, "ana")
    _write(page, desk, conversation)

    _sign_out(page)
    page.wait_for_url("**/sign-in")

    assert page.evaluate(KEPT) == []
    assert not page.evaluate(HOLDS, WORDS)
    _sign_in(page, desk, "ben").goto(f"{desk.address}/desk/open/{conversation.id}")
    expect(page.locator("#reply")).to_have_value("")
    again = _sign_in(open_browser(), desk, "ana")
    again.goto(f"{desk.address}/desk/open/{conversation.id}")
    expect(again.locator("#reply")).to_have_value(WORDS)


def test_words_that_the_desk_has_not_are_lost_only_to_whoever_says_so(
    desk: SmallHouse, conversation: Conversation, open_browser: OpenBrowser
) -> None:
    page = _sign_in(open_browser(), desk, "ana")
    _reaches_no_desk(page)
    _write(page, desk, conversation)

    page.once("dialog", Dialog.dismiss)
    with page.expect_event("dialog") as asked:
        _sign_out(page)
    assert "are lost when you sign out" in asked.value.message
    expect(page.locator("#reply")).to_have_value(WORDS)
    assert page.evaluate(HOLDS, WORDS)

    page.once("dialog", Dialog.accept)
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")

    assert page.evaluate(KEPT) == []
    assert not page.evaluate(HOLDS, WORDS)


def test_another_tab_of_theirs_writes_nothing_down_again(
    desk: SmallHouse, conversation: Conversation, open_browser: OpenBrowser
) -> None:
    page = _sign_in(open_browser(), desk, "ana")
    beside = page.context.new_page()
    _reaches_no_desk(beside)
    _write(beside, desk, conversation)
    page.on("dialog", Dialog.accept)

    _sign_out(page)
    page.wait_for_url("**/sign-in")
    beside.wait_for_timeout(1500)

    assert beside.evaluate(KEPT) == []
    assert not page.evaluate(HOLDS, WORDS)


def test_what_is_sent_after_the_session_ended_is_asked_about_at_the_next_sign_in(
    desk: SmallHouse, conversation: Conversation, open_browser: OpenBrowser
) -> None:
    page = _sign_in(open_browser(), desk, "ana")
    _write(page, desk, conversation)
    page.context.clear_cookies()

    page.locator("#reply").press("Control+Enter")

    expect(page.get_by_text("so nothing was sent or changed")).to_be_visible()
    page.get_by_label("Work email").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Does it still fit?")).to_be_visible()
    expect(page.locator("#reply")).to_have_value(WORDS)
    assert _replies(desk, conversation) == []

    page.get_by_role("button", name="Send it now").click()

    expect(page.locator("#conversation-thread")).to_contain_text(WORDS)
    assert _replies(desk, conversation) == [WORDS]
