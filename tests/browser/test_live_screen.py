"""Does the log of a broadcast flow, hold still for a reader, and lead to an answer?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from connectors.words import Kind
from inbox import broadcasts, live_next, status
from inbox.clock import SystemClock
from inbox.models import Cursor, Lane, Role, User
from tests import database_copies, houses
from tests.browser.conftest import OpenBrowser
from tests.browser.soundness import is_sound, is_sound_everywhere
from tests.browser.test_side_by_side import Desk, signed_in
from tests.factories.incoming import incoming
from tests.factories.making import Make
from tests.redis_server import running_redis
from tests.web.live.serving import served


@pytest.fixture
def desk(run_folder: Path, tmp_path: Path) -> Iterator[Desk]:
    template = database_copies.template("sqlite", run_folder)
    with database_copies.copied(template) as database, running_redis() as redis:
        runtime = houses.runtime(database.engine, tmp_path, SystemClock(), REDIS_URL=redis.address)
        make = Make(runtime)
        make.user(name="Ana Lopez", email="ana@example.org")
        with served(runtime) as by:
            yield Desk(by.address, make, make.account())
        runtime.close()


def say(desk: Desk, words: str, count: int) -> None:
    """Let as many people comment, a second apart."""
    now = desk.make.runtime.clock.now()
    said = [
        incoming(
            kind=Kind.LIVE_COMMENT,
            text=f"{words} {number}",
            sent_at=now + timedelta(seconds=number),
        )
        for number in range(count)
    ]
    desk.make.received(desk.account, said)


def test_it_flows_holds_still_and_leads_to_an_answer(desk: Desk, open_browser: OpenBrowser) -> None:
    live = desk.make.broadcast(desk.account)
    say(desk, "Early", 30)
    page = signed_in(desk, open_browser(viewport={"width": 1440, "height": 900}), "ana")
    page.locator("#on-air a").click()
    lines = page.locator("#stream > li")
    expect(lines).to_have_count(30)
    expect(page.locator("#live-summary")).to_contain_text("0 of 30 comments")
    is_sound(page)

    say(desk, "Flowing", 5)
    expect(lines).to_have_count(35)
    expect(lines.last).to_be_in_viewport()

    _holds_still(desk, page)
    _is_claimed(page)
    _ends(desk, page)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        is_sound(page)
        page.goto(f"{desk.address}/live/{live.id}")


def _ends(desk: Desk, page: Page) -> None:
    with desk.make.runtime.writing() as session:
        cursor = session.scalars(select(Cursor.id).where(Cursor.lane == Lane.LIVE)).one()
        broadcasts.follow(session, cursor, is_over=True)
    expect(page.locator("#live-head").get_by_text("Ended")).to_be_visible()
    expect(page.locator("#on-air a")).to_have_count(0)


def _holds_still(desk: Desk, page: Page) -> None:
    page.keyboard.press("k")
    page.keyboard.press("k")
    say(desk, "Meanwhile", 42)
    pill = page.get_by_role("button", name="42 new")
    expect(pill).to_be_visible()
    expect(page.locator("#stream > li")).to_have_count(35)

    page.keyboard.press("n")
    expect(page.locator("#stream > li")).to_have_count(77)
    expect(pill).to_be_hidden()


def _is_claimed(page: Page) -> None:
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("#conversation h2")).to_be_focused()
    expect(page.locator("#stream > .is-selected")).to_have_count(1)
    page.keyboard.press("c")
    expect(
        page.locator("#stream > .is-selected").get_by_text("Claimed by Ana Lopez")
    ).to_be_attached()
    page.keyboard.press("r")
    expect(page.locator("#reply")).to_be_focused()


def test_a_line_leads_to_its_hide_form_and_a_phone_shows_the_sums(
    desk: Desk, open_browser: OpenBrowser
) -> None:
    desk.make.user(name="June Tanaka", email="june@example.org", role=Role.SENIOR)
    live = desk.make.broadcast(desk.account)
    say(desk, "Early", 3)
    page = signed_in(desk, open_browser(viewport={"width": 1440, "height": 900}), "june")
    page.goto(f"{desk.address}/live/{live.id}")

    page.locator("#stream > li").last.get_by_label("Hide the comment by").click()

    expect(page.locator("details.act[open]").get_by_label("Part of the policy")).to_be_focused()
    expect(page.locator("#stream > .is-selected")).to_have_count(1)
    is_sound_everywhere(page)

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{desk.address}/live/{live.id}")
    expect(page.locator("#live-summary")).to_be_hidden()
    page.get_by_text("Answered 0 of 3 comments").click()
    expect(page.locator("#live-brief").get_by_text("Who answers here")).to_be_visible()
    is_sound(page)


def test_whoever_may_not_hide_is_offered_no_hiding(desk: Desk, open_browser: OpenBrowser) -> None:
    live = desk.make.broadcast(desk.account)
    say(desk, "Early", 1)
    desk.make.user(name="Robin Hale", email="robin@example.org", role=Role.RESPONDER)
    page = signed_in(desk, open_browser(), "robin")
    page.goto(f"{desk.address}/live/{live.id}")

    expect(page.locator("#stream > li")).to_have_count(1)
    expect(page.get_by_label("Hide the comment by")).to_be_hidden()


def test_the_foot_names_whom_r_answers_and_nobody_who_arrives_takes_their_place(
    desk: Desk, open_browser: OpenBrowser
) -> None:
    live = desk.make.broadcast(desk.account)
    say(desk, "Early", 3)
    say(desk, "Is it open", 2)
    page = signed_in(desk, open_browser(viewport={"width": 1440, "height": 900}), "ana")
    page.goto(f"{desk.address}/live/{live.id}")
    foot = page.locator("#live-answering")
    expect(foot).to_contain_text("Is it open 0")
    is_sound_everywhere(page)

    say(desk, "Does it rain", 4)
    expect(page.locator("#stream > li")).to_have_count(9)
    expect(foot).to_contain_text("Is it open 0")

    page.keyboard.press("r")
    page.keyboard.type("Until six.", delay=5)
    expect(page.locator("#reply")).to_have_value("Until six.")
    expect(page.locator("#conversation-thread")).to_contain_text("Is it open 0")
    expect(page.locator("#conversation-composer")).to_contain_text("Answers: Is it open 0")


def test_r_answers_the_line_that_was_gone_to_as_the_foot_says(
    desk: Desk, open_browser: OpenBrowser
) -> None:
    live = desk.make.broadcast(desk.account)
    say(desk, "Early", 5)
    page = signed_in(desk, open_browser(viewport={"width": 1024, "height": 768}), "ana")
    page.goto(f"{desk.address}/live/{live.id}")
    foot = page.locator("#live-answering")
    expect(foot).to_contain_text("Early 0")

    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(foot).to_contain_text("Early 3")
    page.locator("#stream").evaluate("() => document.activeElement.blur()")
    say(desk, "Does it rain", 2)
    expect(page.locator("#stream")).to_contain_text("Does it rain 1")
    expect(foot).to_contain_text("Early 3")
    is_sound(page)

    foot.get_by_role("link", name="Early 3").click()
    expect(page.locator("#reply")).to_be_focused()
    expect(page.locator("#conversation-thread")).to_contain_text("Early 3")


def test_whoever_is_answered_makes_room_for_the_next(desk: Desk, open_browser: OpenBrowser) -> None:
    live = desk.make.broadcast(desk.account)
    say(desk, "Early", 2)
    page = signed_in(desk, open_browser(viewport={"width": 1440, "height": 900}), "ana")
    page.goto(f"{desk.address}/live/{live.id}")
    foot = page.locator("#live-answering")
    expect(foot).to_contain_text("Early 0")

    for left in ("Early 1", "Nobody waits here"):
        resolves_the_first(desk, live.id)
        expect(foot).to_contain_text(left)

    page.keyboard.press("r")
    expect(page.locator("#conversation-composer")).to_have_count(0)


def resolves_the_first(desk: Desk, post_id: int) -> None:
    """Let a colleague say that whoever waits longest needs no reply."""
    with desk.make.runtime.writing() as session:
        ben = session.scalars(select(User)).first()
        assert ben
        line = live_next.next_to_answer(session, post_id, by=ben)
        assert line
        status.resolve(session, line.conversation.id, by=ben, reason="thanks")
