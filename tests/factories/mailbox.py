"""A mail server that keeps what it is given, or refuses it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 OK"
PATIENCE_SECONDS = 20

SENDER, DESK = "desk@hearback.example", "https://desk.example"
# As somebody might write it: with a stroke too many.
MAIL_SETTINGS = {"HEARBACK_MAIL_FROM": SENDER, "HEARBACK_ADDRESS": f"{DESK}/"}


@dataclass
class Mailbox:
    """What arrived, and what is said to whoever brings more."""

    address: str = ""
    arrived: list[EmailMessage] = field(default_factory=list)
    answer: str = TAKEN

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if self.answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.arrived.append(message_from_bytes(content, policy=policy.default))
        return TAKEN


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Open a mailbox on a port of this machine, until it is closed."""
    box, loop = Mailbox(), asyncio.new_event_loop()
    serving = threading.Thread(target=loop.run_forever, daemon=True)
    serving.start()
    opening = loop.create_server(lambda: SMTP(box, loop=loop), "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(opening, loop).result(PATIENCE_SECONDS)
    box.address = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield box
    loop.call_soon_threadsafe(server.close)
    loop.call_soon_threadsafe(loop.stop)
    serving.join(PATIENCE_SECONDS)
    loop.close()
