"""Which server sends e-mail, as whom, and with which links?"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import urlsplit

SECONDS = 10.0
_PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Where an SMTP server listens. `is_sealed` from the first byte on; else by STARTTLS."""

    host: str
    port: int
    is_sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A server and what is sent through it: from `sender`, with links to the desk at `desk`."""

    address: MailAddress
    user: str
    password: str = field(repr=False)
    sender: str
    desk: str

    def send(self, message: EmailMessage) -> None:
        """Hand a message over. Raises smtplib.SMTPException or OSError."""
        message["From"] = self.sender
        with self._line() as line:
            if self.user:
                line.login(self.user, self.password)
            line.send_message(message)

    @contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        host, port = self.address.host, self.address.port
        seal = ssl.create_default_context()
        if self.address.is_sealed:
            with smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=seal) as line:
                yield line
            return
        with smtplib.SMTP(host, port, timeout=SECONDS) as line:
            # Nothing leaves this machine on the way to a server beside us.
            if host not in _LOOPBACK:
                line.starttls(context=seal)
            yield line


def mail_address(text: str) -> MailAddress | None:
    """Read `smtp://mail.example:587`; empty is none. Raises ValueError."""
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.path:
        raise ValueError(text)
    port = parts.port or _PORTS[parts.scheme]
    return MailAddress(parts.hostname, port, parts.scheme == "smtps")


def sender(text: str) -> str:
    """Read an e-mail address; empty is none. Raises ValueError."""
    if text and (text.count("@") != 1 or not text.isascii() or not text.isprintable()):
        raise ValueError(text)
    return text


def desk_address(text: str) -> str:
    """Read where people open the desk, without a slash at its end. Raises ValueError."""
    if text and (urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname):
        raise ValueError(text)
    return text.rstrip("/")
