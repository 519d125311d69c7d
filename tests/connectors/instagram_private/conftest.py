"""Who is signed in?"""

from __future__ import annotations

import pytest

from connectors.instagram.private_sign_in import sign_in
from tests.connectors.instagram_private.department import (
    PASSWORD,
    USERNAME,
    Department,
    connector,
)
from tests.sandbox.running import Running


@pytest.fixture
def department(sandbox: Running) -> Department:
    """The department's account, signed in with its password."""
    connected = sign_in(USERNAME, PASSWORD, sandbox.address)
    return Department(sandbox, connected, connector(sandbox, connected.credentials))
