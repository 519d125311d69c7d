"""Do tests stay on this machine?"""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketConnectBlockedError

# Reserved for documentation: nobody answers there (RFC 5737).
ELSEWHERE = ("192.0.2.1", 80)


def test_a_connection_to_anywhere_else_is_refused() -> None:
    with (
        socket.socket() as attempt,
        pytest.raises(SocketConnectBlockedError),
        pytest.warns(UserWarning, match="."),
    ):
        attempt.connect(ELSEWHERE)
