"""What does the platform say while somebody connects an account?

It is asked outside every transaction, which it could hold up for seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from connectors.base import Connected
from connectors.consent import Begun, CodeNeeded
from connectors.errors import ConnectorError, TryLater
from connectors.phrases import Phrase
from connectors.ways import WAYS, WAYS_BY_PASSWORD, consent_by, sign_in_by
from inbox.config import Settings
from inbox.connecting import offering
from inbox.connecting.attempts import Returned
from inbox.errors import Conflict, Unavailable


class SignInFailed(Conflict):
    """The platform let nobody in, in its words or ours."""


class CodeWanted(SignInFailed):
    """The platform wants a code too; `device` goes with the next attempt."""

    def __init__(self, sentence: str, device: Mapping[str, Any]) -> None:
        super().__init__(sentence)
        self.device = device


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person typed to sign in, and the device that they come from."""

    username: str
    password: str = field(repr=False)
    code: str = field(default="", repr=False)
    device: Mapping[str, Any] | None = field(default=None, repr=False)


class PlatformAway(Unavailable):
    """The platform does not answer; the same may work later."""


def begin(settings: Settings, connector: str, *, callback: str) -> Begun:
    """Ask for a sign-in. Raises NoSuchWay, NoApplication, SignInFailed or PlatformAway."""
    way = offering.way_by(connector)
    application = offering.application(settings, way)
    with _in_words():
        return consent_by(way).begin(application, callback=callback)


def sign_in(settings: Settings, connector: str, given: Given) -> Connected:
    """Sign in with a name and a password, once; neither is kept.

    Raises NoSuchWay, CodeWanted, SignInFailed or PlatformAway.
    """
    way = WAYS_BY_PASSWORD.get(connector)
    if way is None:
        raise offering.NoSuchWay(connector)
    with _in_words():
        return sign_in_by(way)(
            given.username,
            given.password,
            settings.platform_address,
            code=given.code,
            device=given.device,
        )


def state(connector: str, returned: Mapping[str, str]) -> str:
    """Return which sign-in somebody comes back from. Raises NoSuchWay."""
    if connector not in WAYS:
        raise offering.NoSuchWay(connector)
    return consent_by(WAYS[connector]).state(returned)


def finish(
    settings: Settings, attempt: Returned, returned: Mapping[str, str]
) -> tuple[Connected, ...]:
    """Return the accounts that were opened to us. Raises SignInFailed or PlatformAway."""
    way = offering.way_by(attempt.connector)
    application = offering.application(settings, way)
    with _in_words():
        return consent_by(way).finish(
            application, callback=attempt.callback, kept=attempt.kept, returned=returned
        )


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except TryLater as error:
        raise PlatformAway(
            Phrase("{error} Nothing was changed; try again in a few minutes.", error=error)
        ) from error
    except CodeNeeded as error:
        raise CodeWanted(str(error), error.device) from error
    except ConnectorError as error:
        raise SignInFailed(str(error)) from error
