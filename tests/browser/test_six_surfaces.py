"""Does a resident's word reach two desks, and one answer reach the resident, on each surface?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from inbox.config import Settings
from inbox.db import make_engine
from inbox.models import Message, Wait, WaitEnd
from tests import database_copies
from tests.browser import surfaces
from tests.browser.conftest import PATIENCE_MILLISECONDS, another_browser
from tests.browser.desk import Desk
from tests.browser.residents import Residents, Said
from tests.browser.signing_in import sign_in
from tests.browser.surfaces import Surface
from tests.hearback.launched import Launched, launched

# Shortcut, title and first words of a response that greets by name, and of one that does not.
GREETING = ("tip", "Thank you for the tip", "Thank you, Nora.")
PLAIN = ("road", "Road closure", "Thank you for asking.")


@dataclass(frozen=True)
class Street:
    """A house with two people at its desks and one in front of it, each at their browser."""

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
    settings = Settings.from_environment(house.environment)
    engine = make_engine(settings.database_url)
    with another_browser(browser) as other:
        pages = [of.new_page(locale="en-US") for of in (browser, other, other)]
        for page in pages:
            page.set_default_timeout(PATIENCE_MILLISECONDS)
        yield Street(
            house,
            engine,
            _at_the_desk(pages[0], house, "rosa", "Rosa Martinez"),
            _at_the_desk(pages[1], house, "dana", "Dana Whitfield"),
            Residents(pages[2], house.sandbox.address),
        )
        for page in pages:
            page.context.close()
    engine.dispose()


def _at_the_desk(page: Page, house: Launched, short: str, name: str) -> Desk:
    return Desk(sign_in(page, house, f"{short}@mesaverde.example"), house.address, name)


@pytest.fixture(scope="module")
def on_sqlite(running_house: Launched, browser: Browser) -> Iterator[Street]:
    with street(running_house, browser) as made:
        yield made


@pytest.fixture(scope="module")
def on_postgresql(
    pytestconfig: pytest.Config,
    run_folder: Path,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Street]:
    if "postgresql" not in pytestconfig.getoption("--databases"):
        pytest.skip("This run does without PostgreSQL.")
    template = database_copies.template("postgresql", run_folder)
    data = tmp_path_factory.mktemp("house-on-postgresql")
    with (
        database_copies.copied(template) as database,
        launched(data, DATABASE_URL=database.url) as house,
        street(house, browser) as made,
    ):
        yield made


@pytest.mark.parametrize("surface", surfaces.ALL, ids=str)
def test_asked_claimed_answered_and_timed(on_sqlite: Street, surface: Surface) -> None:
    _is_asked_claimed_answered_and_timed(on_sqlite, surface)


@pytest.mark.parametrize("surface", [surfaces.FACEBOOK_COMMENT, surfaces.X_DIRECT], ids=str)
def test_the_same_on_postgresql(on_postgresql: Street, surface: Surface) -> None:
    _is_asked_claimed_answered_and_timed(on_postgresql, surface)


def _is_asked_claimed_answered_and_timed(street: Street, surface: Surface) -> None:
    words = f"I saw the lost dog near the library, by {surface}."
    asked = _asks(street, surface, "Nora Vance", words)
    for person in (street.rosa, street.dana):
        person.opens(words)

    street.rosa.claims()
    expect(street.dana.details).to_contain_text("Rosa Martinez")
    shortcut, title, beginning = GREETING if surface.tells_names else PLAIN
    answer = street.rosa.picks(shortcut, title)
    assert answer.startswith(beginning)
    street.rosa.sends()

    for person in (street.rosa, street.dana):
        expect(person.answer(answer)).to_contain_text(surface.done)
        expect(person.page.locator("#conversation-head")).to_contain_text("First answer took")
        assert person.was_never_reloaded
    expect(street.dana.answer(answer)).to_contain_text("by Rosa Martinez")
    (answered,) = street.residents.answers(surface, words)
    assert answered.text == answer
    _waited(street, words, asked, answered)


def test_undo_gives_the_words_back_and_publishes_nothing(on_sqlite: Street) -> None:
    surface, words = surfaces.FACEBOOK_COMMENT, "Is the pool open on Sunday?"
    _asks(on_sqlite, surface, "Ines Ortega", words)
    rosa, dana = on_sqlite.rosa, on_sqlite.dana
    for person in (rosa, dana):
        person.opens(words)
    shortcut, title, _beginning = GREETING
    answer = rosa.picks(shortcut, title)
    rosa.sends()
    expect(dana.answer(answer)).to_have_count(1)

    rosa.undoes()

    expect(rosa.reply).to_have_value(answer)
    expect(dana.answer(answer)).to_have_count(0)
    time.sleep((on_sqlite.hold + timedelta(seconds=1)).total_seconds())
    assert on_sqlite.residents.answers(surface, words) == []
    (wait,) = on_sqlite.waits(words)
    assert wait.ended_at is None


def _asks(street: Street, surface: Surface, name: str, words: str) -> Said:
    """Let a resident write, and see it come to both desks in time."""
    street.rosa.looks_at(surface.view)
    street.dana.looks_at("unassigned")
    asked = street.residents.write(surface, name, words)
    late = time.monotonic() + (street.poll + timedelta(seconds=1)).total_seconds()
    for person in (street.rosa, street.dana):
        person.sees(words, before=late)
    return asked


def _waited(street: Street, words: str, asked: Said, answered: Said) -> None:
    """Check that one wait stands between the platform's own moments, to the second."""
    # The platform tells its own moment of the answer with the next poll.
    late = time.monotonic() + (2 * street.poll + timedelta(seconds=2)).total_seconds()
    wait = _only_wait(street, words)
    while _second(wait.ended_at) != _second(answered.at) and time.monotonic() < late:
        time.sleep(0.1)
        wait = _only_wait(street, words)
    assert wait.end is WaitEnd.ANSWERED
    assert _second(wait.started_at) == _second(asked.at)
    assert _second(wait.ended_at) == _second(answered.at)


def _only_wait(street: Street, words: str) -> Wait:
    (wait,) = street.waits(words)
    return wait


def _second(moment: datetime | None) -> datetime | None:
    return moment.replace(microsecond=0) if moment else None
