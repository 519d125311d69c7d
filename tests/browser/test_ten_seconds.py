"""May an answer be taken back for ten seconds, and only then reach the resident?

Where this run has PostgreSQL, the house stands on it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import database_copies
from tests.browser import surfaces
from tests.browser.journey import asks, is_answered_and_timed, is_asked_claimed_answered_and_timed
from tests.browser.street import Street, street
from tests.hearback.launched import launched


@pytest.fixture(scope="module")
def at_work(
    pytestconfig: pytest.Config,
    run_folder: Path,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Street]:
    data = tmp_path_factory.mktemp("patient-house")
    environment = {"HEARBACK_HOLD_SECONDS": "10"}
    with ExitStack() as stack:
        if "postgresql" in pytestconfig.getoption("--databases"):
            template = database_copies.template("postgresql", run_folder)
            database = stack.enter_context(database_copies.copied(template))
            environment["DATABASE_URL"] = database.url
        house = stack.enter_context(launched(data, **environment))
        yield stack.enter_context(street(house, browser))


def test_a_direct_message_leaves_after_ten_seconds(at_work: Street) -> None:
    is_asked_claimed_answered_and_timed(at_work, surfaces.X_DIRECT)


def test_what_was_undone_is_never_published_and_can_be_sent_at_once(at_work: Street) -> None:
    surface, words = surfaces.FACEBOOK_COMMENT, "Is the pool open on Sunday?"
    answer = "It is, from nine to six."
    asked = asks(at_work, surface, "Ines Ortega", words)
    rosa, dana = at_work.rosa, at_work.dana
    for person in (rosa, dana):
        person.opens(words)
    rosa.writes(answer)
    rosa.sends()
    leaves = time.monotonic() + at_work.hold.total_seconds()
    expect(dana.answer(answer)).to_have_count(1)

    rosa.undoes()
    expect(rosa.reply).to_have_value(answer)
    expect(dana.answer(answer)).to_have_count(0)
    assert time.monotonic() < leaves
    time.sleep(leaves + at_work.poll.total_seconds() - time.monotonic())
    assert at_work.residents.answers(surface, words) == []

    rosa.sends()
    rosa.sends_now()
    is_answered_and_timed(at_work, surface, asked, answer)


def test_z_takes_back_what_was_done_last(at_work: Street) -> None:
    words, answer = "Is the library open on Sunday?", "It is, from ten to four."
    asks(at_work, surfaces.FACEBOOK_COMMENT, "Nadia Brandt", words)
    rosa = at_work.rosa
    rosa.opens(words)
    rosa.writes(answer)
    rosa.sends()
    bar, is_urgent = rosa.page.locator(".undo"), rosa.head.locator(".btn-urgent")
    expect(bar).to_be_visible()
    rosa.head.get_by_role("heading").focus()
    rosa.page.keyboard.press("!")
    expect(is_urgent).to_be_visible()
    expect(rosa.page.locator("#last-act")).to_contain_text("Marked urgent")

    rosa.page.keyboard.press("z")
    expect(is_urgent).to_be_hidden()
    expect(bar).to_be_visible()

    rosa.page.keyboard.press("z")
    expect(bar).to_be_hidden()
    expect(rosa.reply).to_have_value(answer)
