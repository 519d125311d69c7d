"""What happens next when Instagram's private API, or the way to it, did not do as asked?

Order matters: the first row whose classes fit decides. Source: instagrapi 3.2.2,
`PrivateRequestMixin._send_private_request`; how the answers look is listed in README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import requests
from instagrapi import exceptions as instagram
from urllib3.exceptions import MaxRetryError, NewConnectionError

from connectors.errors import (
    ConnectorError,
    NeedsReconnection,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from connectors.instagram import private_words as words

SOON = timedelta(minutes=1)
THROTTLED = timedelta(minutes=5)
PLEASE_WAIT = timedelta(minutes=10)
BLOCKED = timedelta(hours=12)

SERVER_ERROR = 500

LIBRARY_ERRORS = (
    instagram.ClientError,
    requests.RequestException,
    AttributeError,  # instagrapi calls .get on whatever JSON came
    KeyError,
    TypeError,
    ValueError,
)

Verdict = Callable[[Exception], ConnectorError]


def _reconnect(sentence: str) -> Verdict:
    return lambda _error: NeedsReconnection(sentence)


def _wait(sentence: str, span: timedelta) -> Verdict:
    return lambda _error: later(sentence, span)


ENDED: tuple[tuple[tuple[type[Exception], ...], Verdict], ...] = (
    ((instagram.PleaseWaitFewMinutes,), _wait(words.PLEASE_WAIT, PLEASE_WAIT)),
    ((instagram.ClientThrottledError, instagram.RateLimitError), _wait(words.BUSY, THROTTLED)),
    ((instagram.SentryBlock, instagram.ProxyAddressIsBlocked), _wait(words.BLOCKED, BLOCKED)),
    ((instagram.AccountSuspended,), _reconnect(words.SUSPENDED)),
    ((instagram.TwoFactorRequired,), _reconnect(words.TWO_FACTOR)),
    ((instagram.BadPassword, instagram.BadCredentials), _reconnect(words.NOT_ACCEPTED)),
    ((instagram.ChallengeError,), _reconnect(words.CHALLENGE)),
    ((instagram.ClientNeedsUpgradeError,), _reconnect(words.UPGRADE)),
    (
        (
            instagram.LoginRequired,
            instagram.ClientLoginRequired,
            instagram.ClientUnauthorizedError,
            instagram.ReloginAttemptExceeded,
        ),
        _reconnect(words.LOGGED_OUT),
    ),
)
"""What means the same whether we were reading or writing."""

GONE = (
    instagram.MediaUnavailable,
    instagram.ClientNotFoundError,
    instagram.NotFoundError,
    instagram.InvalidMediaId,
    instagram.CommentUnavailable,
)
"""Instagram's explicit word that a thing is not there. A bare 404 is a challenge instead."""


class Gone(TryLater):
    """What we wanted to read is not there, in Instagram's explicit word."""


class AlreadyGone(Refused):
    """What we wanted to answer or change is not there, in Instagram's explicit word."""


@contextmanager
def reading() -> Iterator[None]:
    """Translate what goes wrong while reading: nothing happened, so it can be done again."""
    try:
        yield
    except LIBRARY_ERRORS as error:
        raise _ended(error) or _unread(error) from error


@contextmanager
def writing() -> Iterator[None]:
    """Translate what goes wrong while writing: it may have happened all the same."""
    try:
        yield
    except LIBRARY_ERRORS as error:
        raise _ended(error) or _unwritten(error) from error


def later(sentence: str, span: timedelta = SOON) -> TryLater:
    """Ask for another attempt after a span."""
    return TryLater(sentence, retry_at=datetime.now(UTC) + span)


def never_left(error: Exception) -> bool:
    """Whether a request certainly did not reach Instagram."""
    # instagrapi replaces the error of requests by its own and keeps it as context.
    cause = error.__context__ if isinstance(error, instagram.ClientConnectionError) else error
    if isinstance(cause, requests.ConnectTimeout):
        return True
    inner = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)


def said(error: Exception) -> str:
    """Return Instagram's own sentence, if it gave one."""
    for name in ("feedback_message", "message"):
        sentence = getattr(error, name, "")
        if isinstance(sentence, str) and sentence and "{" not in sentence:
            return sentence.removeprefix("feedback_required: ")
    return ""


def _ended(error: Exception) -> ConnectorError | None:
    for classes, verdict in ENDED:
        if isinstance(error, classes):
            return verdict(error)
    return later(words.UNREACHABLE) if never_left(error) else None


def _unread(error: Exception) -> ConnectorError:
    if isinstance(error, instagram.FeedbackRequired):
        return later(words.RESTRICTED, BLOCKED)
    if isinstance(error, GONE):
        return Gone(words.UNREAD, retry_at=datetime.now(UTC) + SOON)
    return later(words.UNREAD, SOON)


def _unwritten(error: Exception) -> ConnectorError:
    if isinstance(error, instagram.FeedbackRequired):
        return Refused(words.with_reason(words.FEEDBACK, said(error)))
    if isinstance(error, instagram.DirectMessageRequestsDisabled):
        return Refused(words.NO_REQUESTS)
    if isinstance(error, GONE):
        return AlreadyGone(words.GONE)
    if _was_refused(error):
        return Refused(words.with_reason(words.REFUSED, said(error)))
    return OutcomeUnknown(words.UNKNOWN)


def _was_refused(error: Exception) -> bool:
    """Whether Instagram answered, and its answer was no."""
    if isinstance(error, instagram.PrivateError):
        return True
    if not isinstance(error, instagram.ClientError):
        return False
    answered = error.code is not None and not isinstance(error, instagram.ClientJSONDecodeError)
    return answered and error.code < SERVER_ERROR
