"""What do people at the desk see when a platform ends our access, or refuses a reply?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from hearback.seeding.accounts import connect_all
from inbox.config import Settings
from inbox.runtime import Runtime
from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.signing_in import sign_in
from tests.hearback.launched import Launched

NAME = "Mesa Verde Police Department"
# Which of both, X decides: it may be asked for a renewal before anything else.
ENDED = re.compile(r"X no longer (accepts|renews) this account's access")
ARRIVES_SECONDS = 40
ABUSIVE = {
    "error": {
        "message": "(#368) This content is against our Community Standards.",
        "type": "OAuthException",
        "code": 368,
    }
}


@pytest.fixture
def rosa(running_house: Launched, open_browser: OpenBrowser) -> Desk:
    return Desk(sign_in(open_browser(), running_house), running_house.address)


@pytest.fixture
def revocable(running_house: Launched) -> Iterator[Launched]:
    """The house all browser tests share, every account connected again at the end."""
    yield running_house
    _connect_again(running_house)


def test_a_revoked_token_is_told_in_words_and_stops_nothing_else(
    revocable: Launched, rosa: Desk
) -> None:
    rosa.looks_at("x")
    queue = _rows(rosa.page)
    assert queue

    revocable.sandbox.revoke("x")
    _until_told(rosa.page, revocable)

    expect(rosa.page.locator(".page-head")).to_contain_text("3 receiving, 1 stopped")
    expect(rosa.page.locator(".acct-bad")).to_contain_text("Connect it again. Nothing is lost")
    rosa.looks_at("x")
    strip = rosa.page.get_by_role("alert")
    expect(strip).to_contain_text(f"{NAME} on X is not receiving.")
    expect(strip).to_contain_text(ENDED)
    assert set(_rows(rosa.page)) >= set(queue)
    rosa.looks_at("unassigned")
    _says(revocable, "facebook", "comment", "Is the road to the lake still closed?")
    rosa.sees("the road to the lake", before=_soon())


def test_what_was_written_meanwhile_comes_once_the_account_is_connected_again(
    revocable: Launched, rosa: Desk
) -> None:
    revocable.sandbox.revoke("x")
    _until_told(rosa.page, revocable)
    _says(revocable, "x", "mention", "Did anybody find a blue bicycle?")
    rosa.looks_at("x")
    assert rosa.row("a blue bicycle").count() == 0

    _connect_again(revocable)

    rosa.sees("a blue bicycle", before=_soon())
    rosa.page.goto(f"{revocable.address}/accounts")
    expect(rosa.page.locator(".page-head")).to_contain_text("4 receiving, 0 stopped")


def test_a_refused_reply_stays_with_its_reason_and_can_be_tried_again(
    running_house: Launched, rosa: Desk
) -> None:
    sandbox, words, answer = running_house.sandbox, "Who took my sign?", "We have it here for you."
    rosa.looks_at("facebook")
    _says(running_house, "facebook", "comment", words)
    rosa.sees(words, before=_soon())
    rosa.opens(words)
    sandbox.faults(
        kind="status", platform="graph", route="*/comments", method="POST", status=400, body=ABUSIVE
    )

    rosa.writes(answer)
    rosa.sends()

    refused = rosa.answer(answer)
    expect(refused).to_contain_text("Not posted")
    expect(refused).to_contain_text("Facebook refused: ")
    expect(refused).to_contain_text("against our Community Standards")
    assert sandbox.sayings(text=answer) == []

    refused.get_by_role("button", name="Try again").click()

    expect(refused.get_by_text("Posted", exact=True)).to_be_visible()
    expect(refused).not_to_contain_text("Community Standards")
    assert len(sandbox.sayings(text=answer)) == 1


def _says(house: Launched, platform: str, kind: str, words: str) -> None:
    house.sandbox.say(platform=platform, kind=kind, author="Tomas Lind", text=words)


def _rows(page: Page) -> list[str]:
    return [str(row.get_attribute("id")) for row in page.locator("#rows .row").all()]


def _soon() -> float:
    return time.monotonic() + ARRIVES_SECONDS


def _until_told(page: Page, house: Launched) -> None:
    """Load the Accounts page again and again until it tells that the access ended."""
    late = _soon()
    page.goto(f"{house.address}/accounts")
    while not page.locator(".acct-bad", has_text=ENDED).count():
        assert time.monotonic() < late, "The Accounts page never told it."
        page.wait_for_timeout(300)
        page.reload()


def _connect_again(house: Launched) -> None:
    runtime = Runtime(Settings.from_environment(house.environment))
    connect_all(runtime, house.sandbox.address)
    runtime.close()
