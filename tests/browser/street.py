"""Who takes part: a house, two people at its desks and the public in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from inbox.config import Settings
from inbox.db import make_engine
from inbox.models import Message, Wait
from tests.browser.conftest import PATIENCE_MILLISECONDS, chromium
from tests.browser.desk import Desk
from tests.browser.residents import Residents
from tests.browser.signing_in import sign_in
from tests.hearback.launched import Launched


@dataclass(frozen=True)
class Street:
    """Two people of the staff and a resident, each with pages nobody shares."""

    house: Launched
    engine: Engine
    rosa: Desk
    dana: Desk
    residents: Residents

    @property
    def poll(self) -> timedelta:
        return timedelta(seconds=float(self.house.environment["HEARBACK_POLL_SECONDS"]))

    @property
    def hold(self) -> timedelta:
        return timedelta(seconds=float(self.house.environment["HEARBACK_HOLD_SECONDS"]))

    def waits(self, words: str) -> list[Wait]:
        """What the database says about the waiting of whoever said `words`."""
        told = select(Message.conversation_id).where(Message.text.contains(words))
        with Session(self.engine) as session:
            return list(session.scalars(select(Wait).where(Wait.conversation_id.in_(told))))


@contextmanager
def street(house: Launched, browser: Browser) -> Iterator[Street]:
    """Sign in rosa in one Chromium and dana in another, and open the residents' pages."""
    settings = Settings.from_environment(house.environment)
    engine = make_engine(settings.database_url)
    with chromium(browser.browser_type) as other:
        pages = [_page(one) for one in (browser, other, other)]
        yield Street(
            house,
            engine,
            _at_the_desk(pages[0], house, "rosa"),
            _at_the_desk(pages[1], house, "dana"),
            Residents(pages[2], house.sandbox.address),
        )
        for page in pages:
            page.context.close()
    engine.dispose()


def _page(browser: Browser) -> Page:
    context = browser.new_context(locale="en-US")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    return context.new_page()


def _at_the_desk(page: Page, house: Launched, short: str) -> Desk:
    return Desk(sign_in(page, house, f"{short}@mesaverde.example"), house.address)
