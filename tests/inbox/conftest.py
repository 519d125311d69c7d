"""A desk of the test's own: with a Facebook Page of the sandbox, or with a mail server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from connectors.registry import CONNECTORS
from connectors.words import Platform
from inbox import polling
from inbox.models import Account, Conversation
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.connectors.graph import department
from tests.factories.mailbox import MAIL_SETTINGS, Mailbox, mailbox
from tests.factories.making import Make
from tests.sandbox.running import Running

if TYPE_CHECKING:
    from tests.databases import Database


@pytest.fixture
def house(committed_database: Database, sandbox: Running, tmp_path: Path) -> Iterator[Runtime]:
    """A runtime whose platforms are the sandbox, by a clock that starts now."""
    runtime = houses.runtime(
        committed_database.engine,
        tmp_path,
        SetClock(datetime.now(UTC)),
        HEARBACK_PLATFORM_ADDRESS=sandbox.address,
        HEARBACK_HOLD_SECONDS="0",
    )
    yield runtime
    runtime.redis.close()


@pytest.fixture
def build(house: Runtime) -> Make:
    """Makes things in the house whose platforms are the sandbox."""
    return Make(house)


@pytest.fixture
def page(sandbox: Running, build: Make) -> Account:
    """The department's Page, connected."""
    access = department.access(sandbox, "facebook")
    return build.account(
        "facebook",
        Platform.FACEBOOK,
        external_id=access.external_id,
        credentials=access.credentials,
        streams=CONNECTORS["facebook"].streams,
    )


@pytest.fixture
def comment(house: Runtime, sandbox: Running, page: Account) -> Conversation:
    """A resident's comment, on the desk."""
    post = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
    sandbox.say(platform="facebook", kind="comment", author="Ana", text="When?", post=post)
    polling.poll(house, page.id)
    with house.reading() as session:
        return session.scalars(select(Conversation)).one()


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A mail server, and what it was sent."""
    with mailbox() as opened:
        yield opened


@pytest.fixture
def posted(
    committed_database: Database, box: Mailbox, clock: SetClock, tmp_path: Path
) -> Iterator[Runtime]:
    """A runtime with a mail server."""
    made = houses.runtime(
        committed_database.engine,
        tmp_path,
        clock,
        HEARBACK_MAIL_SERVER=box.address,
        **MAIL_SETTINGS,
    )
    yield made
    made.redis.close()


@pytest.fixture
def there(posted: Runtime) -> Make:
    """Makes things where there is a mail server."""
    return Make(posted)
