"""Does what somebody has open close when their team is limited, while a colleague goes on?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from inbox import people
from inbox.clock import SystemClock
from inbox.models import Account, Conversation, Role, User
from tests import database_copies, houses
from tests.browser.conftest import OpenBrowser
from tests.browser.signing_in import sign_in_at
from tests.factories.making import PASSWORD, Make
from tests.redis_server import running_redis
from tests.web.live.serving import served

PATIENCE = 20_000


@dataclass(frozen=True)
class Desk:
    """A desk with two accounts, whose team Events is Lena's."""

    address: str
    make: Make
    events: Account
    tips: Conversation
    parade: Conversation

    def signed_in(self, open_browser: OpenBrowser, name: str) -> Page:
        page = open_browser()
        sign_in_at(page, self.address, f"{name}@example.org", PASSWORD)
        return page


@pytest.fixture(scope="module")
def desk(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    template = database_copies.template("sqlite", run_folder)
    data = tmp_path_factory.mktemp("reach")
    with database_copies.copied(template) as database, running_redis() as redis:
        runtime = houses.runtime(database.engine, data, SystemClock(), REDIS_URL=redis.address)
        make = Make(runtime)
        lena = make.user(name="Lena Fox", email="lena@example.org")
        make.user(name="Rosa Diaz", email="rosa@example.org", role=Role.SUPERVISOR)
        with runtime.writing() as session:
            people.team_of(session, "Events", [session.get_one(User, lena.id)])
        events, tips = make.account(name="Events Page"), make.account(name="Tips Page")
        harbour = make.conversation(tips, text="I saw it at the harbour.")
        parade = make.conversation(events, text="Where is the parade?")
        with served(runtime) as by:
            yield Desk(by.address, make, events, harbour, parade)
        runtime.close()


def test_what_is_open_closes_for_who_is_limited_and_stays_for_a_colleague(
    desk: Desk, open_browser: OpenBrowser
) -> None:
    lena, rosa = (desk.signed_in(open_browser, name) for name in ("lena", "rosa"))
    for page in (lena, rosa):
        page.goto(f"{desk.address}/desk/open/{desk.tips.id}")
        expect(page.locator("#conversation")).to_contain_text("I saw it at the harbour.")
        expect(page.locator("#rows > [data-conversation]")).to_have_count(2)

    supervisor = rosa.context.new_page()
    supervisor.goto(f"{desk.address}/teams")
    supervisor.get_by_text("Change which accounts it reaches").click()
    supervisor.get_by_label("Only these:", exact=True).first.check()
    supervisor.get_by_role("checkbox", name="Events Page").check()
    supervisor.get_by_role("button", name="Save the accounts").click()
    expect(supervisor.get_by_text("It reaches only:")).to_be_visible()

    expect(lena.locator("body")).not_to_contain_text("harbour", timeout=PATIENCE)
    expect(lena.locator("#conversation")).to_have_count(0)
    expect(rosa.locator("#conversation")).to_contain_text("I saw it at the harbour.")

    lena.goto(f"{desk.address}/desk/open")
    expect(lena.locator("#rows > [data-conversation]")).to_have_count(1)
    expect(lena.locator("#rows")).to_contain_text("Where is the parade?")
