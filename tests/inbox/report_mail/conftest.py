"""A house with a mail server, and people who may read reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from inbox.models import Role, User
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.mailbox import Mailbox, mailbox
from tests.factories.making import Make
from tests.factories.scheduled import MAIL_SETTINGS

if TYPE_CHECKING:
    from tests.databases import Database


@pytest.fixture
def box() -> Iterator[Mailbox]:
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


@pytest.fixture
def rosa(there: Make) -> User:
    return there.user("Rosa Martinez", email="rosa@desk.example", role=Role.SUPERVISOR)


@pytest.fixture
def dana(there: Make) -> User:
    return there.user("Dana Ruiz", email="dana@desk.example", role=Role.RESPONDER)
