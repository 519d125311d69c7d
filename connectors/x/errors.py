"""What happens next when X did not do as asked?

Known by the answer's status alone, checked as the answer arrives: tweepy's own
errors fail on bodies that are JSON arrays (docs/platforms.md 1.1).

X's answer                      on a read            on a write
429                             TryLater             TryLater
401                             NeedsReconnection    NeedsReconnection
400, 403, 404, other 4xx        Refused              Refused
5xx                             TryLater             OutcomeUnknown
not connected                   TryLater             TryLater
cut off, timed out, unreadable  TryLater             OutcomeUnknown
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from connectors import echoes
from connectors.errors import ConnectorError, NeedsReconnection, OutcomeUnknown, Refused, TryLater
from connectors.phrases import Phrase

WAIT_WITHOUT_HEADER = timedelta(seconds=60)

# X's wording is not documented (docs/platforms.md 6): any of these in a 403 means that
# the author did not mention or quote us, so the rule of 23 Feb 2026 forbids a reply.
_NOT_SUMMONED = ("not been mentioned", "otherwise engaged", "summon")
NOT_SUMMONED = (
    "X lets this account answer only people who mention or quote it, and this post does not. "
    "Open it on X to answer there."
)


class RateLimited(TryLater):
    """X's limit of calls is used up until `retry_at`."""


class XIsDown(TryLater):
    """X did not answer, or not so that it can be read; nothing was changed."""


class TokenRevoked(NeedsReconnection):
    """X no longer accepts the account's tokens."""


class Rejected(Refused):
    """X refused, with its reason."""


class NotSummoned(Refused):
    """X allows no reply to somebody who did not mention or quote us."""


class Unanswered(OutcomeUnknown):
    """X may have published it: its answer did not arrive whole."""


def check(response: requests.Response, **_options: Any) -> None:
    """Raise what a refused call means; a hook for a client's session."""
    if not response.ok:
        # A hook runs before the body is read: left unread, it would keep the socket.
        echoes.remove(response)
        raise _meaning(response, _reason(response))


@contextmanager
def translated(method: str) -> Iterator[None]:
    """Say in our words why a call of this HTTP method brought no answer."""
    try:
        yield
    except requests.RequestException as error:
        if _was_never_sent(error):
            raise XIsDown(Phrase("X could not be reached.")) from error
        raise _unclear(method, Phrase("X did not answer in time or broke off.")) from error


def body_of(response: requests.Response) -> dict[str, Any]:
    """Read an answer as a JSON object. Raises XIsDown, or Unanswered after a write."""
    try:
        body = response.json()
    except ValueError as error:
        raise unreadable(response) from error
    if not isinstance(body, dict):
        raise unreadable(response)
    return body


def unreadable(response: requests.Response) -> TryLater | OutcomeUnknown:
    """Say that an answer has no meaning we know."""
    return _unclear(response.request.method, "X's answer could not be read.")


def _meaning(response: requests.Response, reason: str) -> ConnectorError:
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return _limited(response)
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        return TokenRevoked("X no longer accepts this account's access.")
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _unclear(response.request.method, f"X answered {response.status_code}.")
    return _refused(response, reason)


def _unclear(method: str | None, sentence: str) -> TryLater | OutcomeUnknown:
    return XIsDown(sentence) if method == "GET" else Unanswered(sentence)


def _was_never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _limited(response: requests.Response) -> RateLimited:
    now = datetime.now(UTC)
    reset = _moment(response.headers.get("x-rate-limit-reset", ""))
    retry_at = reset if reset and reset > now else now + WAIT_WITHOUT_HEADER
    return RateLimited(f"X allows more calls from {retry_at:%H:%M} UTC.", retry_at=retry_at)


def _moment(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _refused(response: requests.Response, reason: str) -> Refused:
    if response.status_code == HTTPStatus.FORBIDDEN and _means_not_summoned(reason):
        return NotSummoned(NOT_SUMMONED)
    return Rejected(f"X refused: {reason}" if reason else f"X refused ({response.status_code}).")


def _means_not_summoned(reason: str) -> bool:
    return any(words in reason.lower() for words in _NOT_SUMMONED)


def _reason(response: requests.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return ""
    found = list(_sentences(body))
    return found[0] if found else ""


def _sentences(body: Any) -> Iterator[str]:
    """Yield the sentences of an error body, the most telling first."""
    if isinstance(body, list):
        for one in body:
            yield from _sentences(one)
    if not isinstance(body, dict):
        return
    yield from _sentences(body.get("errors"))
    for name in ("detail", "message", "error", "title"):
        if isinstance(body.get(name), str) and body[name]:
            yield body[name]
