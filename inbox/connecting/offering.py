"""By which ways can this house connect accounts, and which settings are missing for the others?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.consent import Application, Registered
from connectors.ways import WAYS, WAYS_BY_PASSWORD, Way
from inbox.config import Settings
from inbox.errors import NotFound, Unavailable

SETTINGS: Mapping[Registered, tuple[str, str]] = {
    Registered.META: ("HEARBACK_META_APP_ID", "HEARBACK_META_APP_SECRET"),
    Registered.X: ("HEARBACK_X_CONSUMER_KEY", "HEARBACK_X_CONSUMER_SECRET"),
}


class NoSuchWay(NotFound):
    """Accounts are not connected by this way."""

    def __init__(self, connector: str) -> None:
        super().__init__(f"There is no way to connect an account called {connector!r}.")


class NoApplication(Unavailable):
    """The department's application on this platform is not set."""

    def __init__(self, way: Way, missing: tuple[str, ...]) -> None:
        super().__init__(
            f"{way.title} cannot be connected yet: {' and '.join(missing)} "
            "must be set on the server first. See docs/settings.md."
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """A way, and the settings it still lacks."""

    way: Way
    missing: tuple[str, ...]


def offers(settings: Settings) -> list[Offer]:
    """Return every way through a consent page, in the order it is offered."""
    return [Offer(way, _missing(settings, way)) for way in WAYS.values()]


def way_by(connector: str) -> Way:
    """Return a way by its connector. Raises NoSuchWay."""
    way = WAYS.get(connector) or WAYS_BY_PASSWORD.get(connector)
    if way is None:
        raise NoSuchWay(connector)
    return way


def application(settings: Settings, way: Way) -> Application:
    """Return the department's application. Raises NoApplication or NoSuchWay."""
    if way.registered is None:
        raise NoSuchWay(way.connector)
    if missing := _missing(settings, way):
        raise NoApplication(way, missing)
    key, secret = _given(settings, way.registered)
    return Application(key=key, secret=secret, address=settings.platform_address)


def _missing(settings: Settings, way: Way) -> tuple[str, ...]:
    if way.registered is None:
        return ()
    given = zip(SETTINGS[way.registered], _given(settings, way.registered), strict=True)
    return tuple(name for name, value in given if not value)


def _given(settings: Settings, registered: Registered) -> tuple[str, str]:
    if registered is Registered.META:
        return settings.meta_app_id, settings.meta_app_secret
    return settings.x_consumer_key, settings.x_consumer_secret
