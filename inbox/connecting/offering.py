"""By which ways can this house connect accounts, and which settings are missing for the others?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.consent import Application, Registered
from connectors.phrases import Phrase
from connectors.ways import WAYS, WAYS_BY_PASSWORD, Way
from inbox.config import Settings
from inbox.errors import NotFound, Unavailable

# What must be set. By OAuth 2.0 an application without a secret is a public one.
SETTINGS: Mapping[Registered, tuple[str, ...]] = {
    Registered.META: ("HEARBACK_META_APP_ID", "HEARBACK_META_APP_SECRET"),
    Registered.X: ("HEARBACK_X_CONSUMER_KEY", "HEARBACK_X_CONSUMER_SECRET"),
    Registered.X_OAUTH2: ("HEARBACK_X_CLIENT_ID",),
}


class NoSuchWay(NotFound):
    """Accounts are not connected by this way."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase("There is no way to connect an account called {name!r}.", name=name)
        )


class NoApplication(Unavailable):
    """The department's application on this platform is not set."""

    def __init__(self, way: Way, missing: tuple[str, ...]) -> None:
        super().__init__(
            Phrase(
                "{title} cannot be connected yet: {missing} must be set on the server first. "
                "See docs/settings.md.",
                title=way.title,
                missing=" and ".join(missing),
            )
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """A way, and the settings it still lacks."""

    way: Way
    missing: tuple[str, ...]


def offers(settings: Settings) -> list[Offer]:
    """Return the ways through a consent page, in the order they are offered.

    One that lacks settings is left out where another leads to the same kind of account.
    """
    all_of_them = [Offer(way, _missing(settings, way)) for way in WAYS.values()]
    open_ones = {offer.way.connector for offer in all_of_them if not offer.missing}
    return [one for one in all_of_them if not one.missing or one.way.connector not in open_ones]


def way_by(name: str) -> Way:
    """Return a way by its name. Raises NoSuchWay."""
    way = WAYS.get(name) or WAYS_BY_PASSWORD.get(name)
    if way is None:
        raise NoSuchWay(name)
    return way


def way_again(settings: Settings, name: str) -> str:
    """Return the way by which an account is connected again: the preferred one that is open.

    Raises NoSuchWay.
    """
    connector = way_by(name).connector
    kin = [one for one in WAYS.values() if one.connector == connector]
    return next((one.name for one in kin if not _missing(settings, one)), name)


def application(settings: Settings, way: Way) -> Application:
    """Return the department's application. Raises NoApplication or NoSuchWay."""
    if way.registered is None:
        raise NoSuchWay(way.name)
    if missing := _missing(settings, way):
        raise NoApplication(way, missing)
    key, secret = _given(settings, way.registered)
    return Application(key=key, secret=secret, address=settings.platform_address)


def _missing(settings: Settings, way: Way) -> tuple[str, ...]:
    if way.registered is None:
        return ()
    given = zip(SETTINGS[way.registered], _given(settings, way.registered), strict=False)
    return tuple(name for name, value in given if not value)


def _given(settings: Settings, registered: Registered) -> tuple[str, str]:
    given = {
        Registered.META: (settings.meta_app_id, settings.meta_app_secret),
        Registered.X: (settings.x_consumer_key, settings.x_consumer_secret),
        Registered.X_OAUTH2: (settings.x_client_id, settings.x_client_secret),
    }
    return given[registered]
