"""What happens next when the Graph API did not do as asked?

ConnectorError
├── TryLater             rate limits, outages, anything while reading that may pass
├── Refused              the platform's reason, for the author
│   ├── WindowClosed     the time to answer this person is over
│   └── Gone             the thing asked about is no longer there, or a cursor expired
│       └── NoSuchNode   this very id: the only sign by which a message counts as removed
├── NeedsReconnection    the token ended, or lacks a permission we read with
└── OutcomeUnknown       a write that may have taken effect

Codes: docs/platforms.md 4.5; developers.facebook.com/docs/graph-api/guides/error-handling.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import facebook
import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from connectors import echoes
from connectors.errors import ConnectorError, NeedsReconnection, OutcomeUnknown, Refused, TryLater
from connectors.graph import usage
from connectors.phrases import Phrase

TOKEN_CODES = frozenset({102, 190})
RATE_CODES = frozenset({4, 17, 32, 341, 613, 80001, 80002, 80006})
# "Unknown" and "service unavailable": nothing says whether a write was applied.
STUMBLE_CODES = frozenset({1, 2})
PERMISSION_CODES = frozenset({10, *range(200, 300)})
NO_SUCH_OBJECT = 100
NO_SUCH_NODE = 33
WINDOW_SUBCODES = frozenset({2018278, 2534022})
SERVER_ERROR = 500
CLIENT_ERROR = 400

TOKEN_REASONS = {
    458: "its owner removed this application",
    459: "its owner must first sign in to Facebook and clear a security check",
    460: "its owner changed their password",
    463: "the permission has expired",
    464: "its owner's account is not confirmed",
    467: "the permission was withdrawn",
    492: "its owner no longer has a role on this Page",
}


class Unreadable(Exception):
    """An answer that says nothing: a server error, HTML, broken JSON."""


class PermissionMissing(NeedsReconnection):
    """The token may not read this."""


class WindowClosed(Refused):
    """The time in which the platform lets us answer is over."""


class Gone(Refused):
    """What was asked about is not there, or no longer for us to see."""


class NoSuchNode(Gone):
    """Meta says of this very id that nothing is there (code 100, subcode 33)."""


def refuse_unreadable(response: requests.Response, **_options: Any) -> None:
    """Stop an answer that facebook-sdk would hand on as data: it never looks at the status.

    A response hook. Raises Unreadable (docs/platforms.md 1.2).
    """
    # Read to its end first, else the connection stays open behind the error.
    _ = response.content
    echoes.remove(response)
    if response.status_code >= SERVER_ERROR:
        raise Unreadable(Phrase("status {status_code}", status_code=response.status_code))
    if "json" not in response.headers.get("content-type", ""):
        raise Unreadable(Phrase("its answer could not be read"))
    if response.status_code >= CLIENT_ERROR and not _has_envelope(response):
        raise Unreadable(
            Phrase("status {status_code} without a reason", status_code=response.status_code)
        )


@contextmanager
def reading(platform: str, headers: Callable[[], Mapping[str, str]]) -> Iterator[None]:
    """Translate whatever goes wrong while reading; nothing changed on the platform."""
    try:
        yield
    except facebook.GraphAPIError as error:
        raise _of_reading(platform, error, headers()) from None
    except (requests.RequestException, Unreadable) as error:
        # Their texts carry the address with its token, so they are not passed on.
        raise TryLater(
            Phrase(
                "{platform} did not answer properly ({error}).",
                platform=platform,
                error=_named(error),
            )
        ) from None


@contextmanager
def writing(platform: str, headers: Callable[[], Mapping[str, str]]) -> Iterator[None]:
    """Translate whatever goes wrong while writing: unknown unless certainly not done."""
    try:
        yield
    except facebook.GraphAPIError as error:
        raise _of_writing(platform, error, headers()) from None
    except UnicodeEncodeError:
        raise Refused(
            Phrase("{platform} cannot take one of the characters in this text.", platform=platform)
        ) from None
    except (requests.RequestException, Unreadable, KeyError) as error:
        raise _of_broken_write(platform, error) from None


@contextmanager
def parsing(platform: str) -> Iterator[None]:
    """Translate an answer that is JSON but not of the shape the platform documents."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TryLater(
            Phrase(
                "{platform} answered in a shape we cannot read ({error!r}).",
                platform=platform,
                error=error,
            )
        ) from error


def _of_reading(
    platform: str, error: facebook.GraphAPIError, headers: Mapping[str, str]
) -> ConnectorError:
    if error.code in PERMISSION_CODES:
        return PermissionMissing(
            f"{platform} no longer lets us read this account: {_reason(error)} "
            "An administrator must connect it again and allow what is asked."
        )
    if error.code in STUMBLE_CODES or error.code is None:
        return TryLater(f"{platform} is having trouble: {_reason(error)}")
    return _common(platform, error, headers)


def _of_writing(
    platform: str, error: facebook.GraphAPIError, headers: Mapping[str, str]
) -> ConnectorError:
    if error.code in STUMBLE_CODES or error.code is None:
        return OutcomeUnknown(f"{platform} stumbled while publishing: {_reason(error)}")
    return _common(platform, error, headers)


def _common(
    platform: str, error: facebook.GraphAPIError, headers: Mapping[str, str]
) -> ConnectorError:
    details = _details(error)
    if error.code in TOKEN_CODES or "appsecret_proof" in str(error.message):
        return _ended(platform, error)
    if error.code in RATE_CODES or details.get("is_transient") is True:
        message = f"{platform} allows no more calls for now."
        return TryLater(message, retry_at=_regained_at(headers))
    return _refused(platform, error)


def _ended(platform: str, error: facebook.GraphAPIError) -> NeedsReconnection:
    why = TOKEN_REASONS.get(_details(error).get("error_subcode", 0), "the permission is not valid")
    return NeedsReconnection(f"{platform} ended our access to this account: {why}.")


def _refused(platform: str, error: facebook.GraphAPIError) -> Refused:
    said = f"{platform} refused: {_reason(error)}"
    subcode = _details(error).get("error_subcode")
    if subcode in WINDOW_SUBCODES:
        return WindowClosed(said)
    if (error.code, subcode) == (NO_SUCH_OBJECT, NO_SUCH_NODE):
        return NoSuchNode(said)
    return Gone(said) if error.code == NO_SUCH_OBJECT else Refused(said)


def _of_broken_write(platform: str, error: Exception) -> ConnectorError:
    if _was_never_sent(error):
        return TryLater(f"{platform} could not be reached.")
    return OutcomeUnknown(f"{platform} did not confirm that it published this ({_named(error)}).")


def _was_never_sent(error: Exception) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError)


def _regained_at(headers: Mapping[str, str]) -> datetime | None:
    wait = usage.minutes_to_regain(headers)
    return datetime.now(UTC) + timedelta(minutes=wait) if wait else None


def _reason(error: facebook.GraphAPIError) -> str:
    return str(_details(error).get("error_user_msg") or error.message)


def _details(error: facebook.GraphAPIError) -> Mapping[str, Any]:
    result = error.result if isinstance(error.result, dict) else {}
    details = result.get("error")
    return details if isinstance(details, dict) else {}


def _named(error: Exception) -> str:
    if isinstance(error, Unreadable):
        return str(error)
    if isinstance(error, requests.Timeout):
        return "it took too long"
    if isinstance(error, requests.ConnectionError):
        return "the connection broke off"
    return "its answer could not be read"


def _has_envelope(response: requests.Response) -> bool:
    try:
        body = json.loads(response.content)
    except ValueError:
        return False
    return isinstance(body, dict) and "error" in body
