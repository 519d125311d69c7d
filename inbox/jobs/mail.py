"""Jobs that tell people by e-mail."""

from __future__ import annotations

from inbox import mail_sending
from inbox.jobs import authority, process
from inbox.permissions import Permission


@authority.of_a_person("who gets it", Permission.READ, Permission.REPORT)
def send(mail_id: int) -> None:
    """Send one e-mail."""
    mail_sending.send(process.runtime(), mail_id)
