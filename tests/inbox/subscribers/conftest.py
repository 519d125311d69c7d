"""A practice house, a program beside it that takes webhooks, and time that passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from inbox.models import (
    Dispatch,
    Giving,
    Subscriber,
    User,
)
from inbox.runtime import Runtime
from inbox.subscribers import choosing, due_dispatches, sending
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.factories.receiver import Receiver, receiver

if TYPE_CHECKING:
    from tests.databases import Database

PRACTICE = {"HEARBACK_PLATFORM_ADDRESS": "http://127.0.0.1:1"}
Listen = Callable[..., tuple[int, str]]


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as opened:
        yield opened


@pytest.fixture
def house(committed_database: Database, clock: SetClock, tmp_path: Path) -> Iterator[Runtime]:
    """A practice house, which may tell a program on this machine."""
    made = houses.runtime(committed_database.engine, tmp_path, clock, **PRACTICE)
    yield made
    made.redis.close()


@pytest.fixture
def build(house: Runtime) -> Make:
    return Make(house)


@pytest.fixture
def alex(build: Make) -> User:
    return build.user("Alex Reyes")


@pytest.fixture
def listen(house: Runtime, there: Receiver, alex: User) -> Listen:
    """Add a webhook; return its number and secret."""

    def listening(*wanted: str, giving: Giving = Giving.PUBLIC, at: str = "") -> tuple[int, str]:
        with house.writing() as session:
            row, secret = choosing.add(
                session,
                name="Records",
                address=at or there.address,
                wanted=wanted or ("message.received",),
                giving=giving,
                by=session.merge(alex),
            )
            return row.id, secret

    return listening


def do_round(house: Runtime, **passed: float) -> list[int]:
    """Let time pass and do everything that is due then; return what was tried."""
    assert isinstance(house.clock, SetClock)
    house.clock.advance(**passed)
    tried: list[int] = []
    while numbers := due(house):
        for number in numbers:
            sending.send(house, number)
        tried += numbers
    return tried


def due(house: Runtime) -> list[int]:
    assert isinstance(house.clock, SetClock)
    house.clock.advance(seconds=4)
    with house.writing() as session:
        return due_dispatches.nudge_due(session)


def rows(house: Runtime) -> list[Dispatch]:
    with house.reading() as session:
        return list(session.scalars(select(Dispatch).order_by(Dispatch.id)))


def subscriber(house: Runtime) -> Subscriber:
    with house.reading() as session:
        return session.scalars(select(Subscriber)).one()
