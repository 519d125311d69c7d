"""Is one person never answered twice by accident, and resolved with the answer if one says so?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, expect
from sqlalchemy import select

from connectors.sending import Receipt
from inbox import settlement
from inbox.models import Conversation, Delivery
from inbox.outbox import claiming
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.browser.small_house import SmallHouse
from tests.browser.soundness import is_sound
from tests.factories.making import PASSWORD


@pytest.fixture
def page(small_house: SmallHouse, open_browser: OpenBrowser) -> Page:
    page = open_browser(viewport={"width": 1440, "height": 900})
    sign_in_at(page, small_house.address, "ana@example.org", PASSWORD)
    return page


def _opens(page: Page, small_house: SmallHouse, made: Conversation) -> None:
    page.goto(f"{small_house.address}/desk/open/{made.id}")
    expect(page.locator("form.composer")).to_be_visible()


def test_a_colleague_who_was_quicker_is_shown_once_and_the_words_wait_for_a_second_press(
    small_house: SmallHouse, page: Page
) -> None:
    made = small_house.arrives()
    _opens(page, small_house, made)
    page.locator("#reply").fill("It opens at six.")
    small_house.make.reply(made, small_house.make.user("Dana West"), text="Ask the library.")

    page.locator("#reply").press("Control+Enter")

    banner = page.locator(".just-answered")
    expect(banner).to_contain_text("Dana sent a reply")
    expect(banner.locator("blockquote")).to_have_text("Ask the library.")
    expect(page.locator("#conversation-thread .msg-ours")).to_have_count(1)
    expect(page.locator("#reply")).to_have_value("It opens at six.")
    is_sound(page)

    page.locator("#reply").press("Control+Enter")
    expect(page.locator("#conversation-thread .msg-ours")).to_have_count(2)
    expect(banner).to_have_count(0)
    expect(page.locator("#reply")).to_have_value("")


def test_what_a_colleague_said_already_can_be_left_unsaid(
    small_house: SmallHouse, page: Page
) -> None:
    made = small_house.arrives()
    _opens(page, small_house, made)
    page.locator("#reply").fill("It opens at six.")
    small_house.make.reply(made, small_house.make.user("Dana West"))
    page.locator("#reply").press("Control+Enter")

    with page.expect_response(lambda one: _gives_up_the_draft(one.request)):
        page.get_by_role("button", name="Discard mine").click()

    expect(page.locator(".just-answered")).to_have_count(0)
    expect(page.locator("#reply")).to_be_focused()
    expect(page.locator("#reply")).to_have_value("")
    page.locator("#reply").fill("It opens at six, on Sundays too.")
    page.locator("#reply").press("Control+Enter")
    expect(page.locator("#conversation-thread .msg-ours")).to_have_count(2)
    page.reload()
    expect(page.locator("#reply")).to_have_value("")


def test_one_key_sends_and_resolves_once_it_is_out_and_z_opens_it_again(
    small_house: SmallHouse, page: Page
) -> None:
    made = small_house.arrives()
    _opens(page, small_house, made)
    page.locator("#reply").fill("It opens at six.")

    page.locator("#reply").press("Control+Shift+Enter")

    expect(page.locator(".undo")).to_contain_text("Posting publicly, then resolving")
    expect(page.locator("#conversation-thread")).to_contain_text("Resolves this once it is posted")
    expect(page.locator(f"#row-{made.id}")).not_to_contain_text("Resolved")
    is_sound(page)
    _is_published(small_house, made)

    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(page.locator("#last-act")).to_contain_text("Resolved")
    page.locator("#conversation h2").focus()
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Reopen")).to_have_count(0)


def test_a_note_is_never_a_way_to_resolve(small_house: SmallHouse, page: Page) -> None:
    _opens(page, small_house, small_house.arrives())
    button = page.get_by_role("button", name="Send and resolve")
    expect(button).to_be_visible()

    page.locator("#conversation h2").focus()
    page.keyboard.press("m")

    expect(button).to_be_hidden()


def _gives_up_the_draft(asked: Request) -> bool:
    return asked.url.endswith("/drafts") and "It opens at six" not in (asked.post_data or "")


def _is_published(house: SmallHouse, made: Conversation) -> None:
    with house.make.runtime.writing() as session:
        number = session.scalars(select(Delivery.id).filter_by(conversation_id=made.id)).one()
        receipt = Receipt(
            external_id=f"answer-{number}", accepted_at=house.make.runtime.clock.now()
        )
        settlement.confirm(session, claiming.load(session, number), receipt)
