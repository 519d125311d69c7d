"""How does a test send a server what no library would, and read what comes back?"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE_SECONDS = 30
HOST = b"Host: desk.example\r\n"
CLOSE = b"Connection: close\r\n"
# Whoever answers this too took the end of one request for the beginning of another.
HIDDEN = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = FORM + b"Transfer-Encoding: chunked\r\n"


def get(path: bytes = b"/healthz", *, more: bytes = b"", host: bytes = HOST) -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + host + more + b"\r\n"


def post(headers: bytes, body: bytes = b"", path: bytes = b"/sign-in") -> bytes:
    return b"POST " + path + b" HTTP/1.1\r\n" + HOST + headers + b"\r\n" + body


@dataclass(frozen=True)
class Answered:
    """Everything that came until the server hung up; `hung_up` is off where it never did."""

    raw: bytes
    hung_up: bool

    @property
    def statuses(self) -> list[int]:
        """Each answer's status, the first one first."""
        starts = self.raw.split(b"HTTP/1.1 ")[1:]
        return [int(one[:3]) for one in starts]


def ask(address: str, *parts: bytes) -> Answered:
    """Send one part after the other on one line, and read until its end."""
    came, hung_up = b"", True
    with line(address) as open_line:
        try:
            for part in parts:
                open_line.sendall(part)
            while some := open_line.recv(65_536):
                came += some
        except TimeoutError:
            hung_up = False
        except ConnectionError:
            # It hung up while there was more to send; what it said before may be there still.
            came += _rest(open_line)
    return Answered(came, hung_up)


def line(address: str) -> socket.socket:
    """Open a line to a server."""
    parts = urlsplit(address)
    return socket.create_connection((str(parts.hostname), parts.port or 80), PATIENCE_SECONDS)


def _rest(open_line: socket.socket) -> bytes:
    try:
        return open_line.recv(65_536)
    except ConnectionError:
        return b""
