"""Jobs that tell people by e-mail."""

from __future__ import annotations

from inbox import mail_sending
from inbox.jobs import process


def send(mail_id: int) -> None:
    """Send one e-mail."""
    mail_sending.send(process.runtime(), mail_id)
