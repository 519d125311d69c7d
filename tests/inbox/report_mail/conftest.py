"""A house with a mail server, and people who may read reports."""

from __future__ import annotations

import pytest

from inbox.models import Role, User
from tests.factories.making import Make


@pytest.fixture
def rosa(there: Make) -> User:
    return there.user("Rosa Martinez", email="rosa@desk.example", role=Role.SUPERVISOR)


@pytest.fixture
def dana(there: Make) -> User:
    return there.user("Dana Ruiz", email="dana@desk.example", role=Role.RESPONDER)
