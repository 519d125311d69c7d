"""What does the platform say while somebody connects an account?

It is asked outside every transaction, which it could hold up for seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from connectors.base import Connected
from connectors.consent import Begun
from connectors.errors import ConnectorError, TryLater
from connectors.ways import consent_by
from inbox.config import Settings
from inbox.connecting import offering
from inbox.connecting.attempts import Returned
from inbox.errors import Conflict, Unavailable


class SignInFailed(Conflict):
    """The platform let nobody in, in its words or ours."""


class PlatformAway(Unavailable):
    """The platform does not answer; the same may work later."""


def begin(settings: Settings, connector: str, *, callback: str) -> Begun:
    """Ask for a sign-in. Raises NoSuchWay, NoApplication, SignInFailed or PlatformAway."""
    way = offering.way_by(connector)
    application = offering.application(settings, way)
    with _in_words():
        return consent_by(way).begin(application, callback=callback)


def state(connector: str, returned: Mapping[str, str]) -> str:
    """Return which sign-in somebody comes back from. Raises NoSuchWay."""
    return consent_by(offering.way_by(connector)).state(returned)


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
        raise PlatformAway(f"{error} Nothing was changed; try again in a few minutes.") from error
    except ConnectorError as error:
        raise SignInFailed(str(error)) from error
