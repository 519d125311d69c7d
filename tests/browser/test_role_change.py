"""Does somebody come in with a code, and lose at once what their role no longer allows?"""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
from playwright.sync_api import Page, expect

from inbox import admission, second_step, staffing
from inbox.models import Role, User
from tests.browser.conftest import OpenBrowser
from tests.browser.small_house import SmallHouse
from tests.factories.making import PASSWORD

HALF_A_MINUTE = 30
WORDS = "Begun as somebody who may reply"


def _code(secret: str, *, seconds_ago: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(datetime.now(UTC).timestamp()) - seconds_ago)


def _with_authenticator(house: SmallHouse) -> tuple[User, str]:
    runtime = house.make.runtime
    cruz = house.make.user("Cruz Novak", email="cruz@example.org", role=Role.RESPONDER)
    with runtime.writing() as session:
        secret = second_step.begin(session, cruz)
    # The code of before, so that the present one is still good.
    admission.set_up_second(runtime, cruz.id, _code(secret, seconds_ago=HALF_A_MINUTE))
    return cruz, secret


def _comes_in(page: Page, house: SmallHouse, code: str) -> None:
    page.goto(f"{house.address}/sign-in")
    page.get_by_label("Work email").fill("cruz@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code from your authenticator").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_another_role_ends_what_is_open_before_ones_eyes_and_shows_no_more_than_it_allows(
    small_house: SmallHouse, open_browser: OpenBrowser
) -> None:
    cruz, secret = _with_authenticator(small_house)
    alex = small_house.make.user("Alex Reyes", role=Role.ADMINISTRATOR)
    small_house.arrives(text="Who reads this?", external_id="role", thread_id="role")
    page, code = open_browser(), _code(secret)
    _comes_in(page, small_house, code)
    page.wait_for_url("**/desk/open")
    page.locator("#rows .row", has_text="Who reads this?").locator(".row-main").click()
    page.locator("#reply").fill(WORDS)

    with small_house.make.runtime.writing() as session:
        staffing.give_role(session, cruz.id, Role.AUDITOR, by=session.merge(alex))

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Who reads this?" not in page.content()
    _comes_in(page, small_house, code)
    expect(page.get_by_role("alert")).to_be_visible()
    assert "Who reads this?" not in page.content()
