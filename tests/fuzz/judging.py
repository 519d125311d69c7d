"""Is an answer one that a desk may give, whatever it was asked?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from tests.factories.hostile import MARK

# What may be kept of a request that was refused: that it was, by whom, and how often.
RECORDS = {
    "audit_event",
    "audit_head",
    "audit_alarm",
    "open_sign_in",
    "passkey_challenge",
    "token",
    "user",
    "wrong_password",
}
INSIDE = re.compile(
    r"Traceback \(most recent|sqlalchemy\.|psycopg|sqlite3\.|werkzeug\.|/site-packages/"
)
ACTING = re.compile(
    rf"<script>{MARK}|<svg onload|<img src=x|href=\"(?:javascript|data):|on\w+=[\"']?{MARK}"
)
# Says in its own words which part does not answer.
MAY_BE_UNAVAILABLE = ("/readyz", "/accounts/connections")


def complaints(
    answer: TestResponse, changed: set[str], *, may_lead_out: bool = False
) -> Iterator[str]:
    """Say in words what is wrong with an answer, and with what its request changed."""
    status = answer.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not (
        status == HTTPStatus.SERVICE_UNAVAILABLE
        and answer.request.path.startswith(MAY_BE_UNAVAILABLE)
    ):
        yield f"answered {status}"
    if status >= HTTPStatus.BAD_REQUEST and changed - RECORDS:
        yield f"was refused with {status} and changed {sorted(changed - RECORDS)}"
    if answer.request.method in ("GET", "HEAD") and changed - RECORDS - SEEN:
        yield f"only read and changed {sorted(changed - RECORDS - SEEN)}"
    yield from _headers(answer, may_lead_out=may_lead_out)
    yield from _body(answer)


# What looking leaves behind: that somebody saw it, and the secret whose first code is awaited.
SEEN = {"authenticator", "conversation", "event", "message", "notification"}


def _headers(answer: TestResponse, *, may_lead_out: bool) -> Iterator[str]:
    if "Content-Security-Policy" not in answer.headers:
        yield "has no content security policy"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "lets its type be guessed"
    place = answer.headers.get("Location")
    if place and not may_lead_out and not _is_ours(place):
        yield f"leads to {place!r}"


def _is_ours(place: str) -> bool:
    parts = urlsplit(place)
    return parts.netloc in ("", "localhost") and not re.match(r"[/\\]{2}", place)


def _body(answer: TestResponse) -> Iterator[str]:
    if answer.is_streamed:
        return
    kind = answer.mimetype
    if kind not in ("text/html", "text/vnd.turbo-stream.html", "application/problem+json"):
        return
    text = answer.text
    if found := INSIDE.search(text):
        yield f"shows its inside: {found[0]}"
    if "html" in kind and (found := ACTING.search(text)):
        yield f"would be obeyed: {text[max(0, found.start() - 80) : found.end() + 40]!r}"
