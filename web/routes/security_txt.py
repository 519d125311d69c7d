"""Whom does somebody tell who found a hole (RFC 9116)?"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Blueprint, Response

from connectors.phrases import Phrase
from inbox import reading_language
from inbox.errors import NotFound
from web import serving
from web.access import anyone

routes = Blueprint("security_txt", __name__)

# It is read anew each time, and is to be thrown away by whoever kept it longer.
GOOD_FOR = timedelta(days=180)


class NobodyNamed(NotFound):
    """HEARBACK_SECURITY_CONTACT is not set."""

    def __init__(self) -> None:
        super().__init__(Phrase("Nobody has been named here."))


@routes.get("/.well-known/security.txt")
@anyone
def show() -> Response:
    """Name who is told of holes, and in which languages."""
    runtime = serving.runtime()
    contact = runtime.settings.security_contact
    if not contact:
        raise NobodyNamed
    lines = (
        f"Contact: {contact}",
        f"Expires: {_expiry(runtime.clock.now()):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(reading_language.NAMES)}",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _expiry(now: datetime) -> datetime:
    return datetime.combine(now + GOOD_FOR, time(), now.tzinfo)
