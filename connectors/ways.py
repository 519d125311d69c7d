"""By which ways can an account be connected in the browser?

A platform's client is loaded only when somebody connects an account, so that the
web front starts without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from connectors.base import Connector
from connectors.consent import ByPassword, Consent, Registered
from connectors.phrases import Phrase
from connectors.words import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in, in words for an administrator.

    Several may lead to one `connector`; the first of them is the one to prefer.
    `module` holds its `CONSENT`, or `sign_in` where a name and a password open it.
    """

    name: str
    connector: str
    platform: Platform
    title: str
    explanation: str
    module: str
    registered: Registered | None = None


WAYS: Mapping[str, Way] = {
    way.name: way
    for way in (
        Way(
            name="facebook",
            connector="facebook",
            platform=Platform.FACEBOOK,
            title=Phrase("Facebook Pages"),
            explanation=Phrase("Comments, mentions, Messenger and live video of Pages you manage."),
            registered=Registered.META,
            module="connectors.facebook.consent",
        ),
        Way(
            name="instagram_graph",
            connector="instagram_graph",
            platform=Platform.INSTAGRAM,
            title=Phrase("Instagram through Facebook"),
            explanation=Phrase(
                "For business accounts that belong to a Facebook Page. Prefer this way."
            ),
            registered=Registered.META,
            module="connectors.instagram.consent",
        ),
        Way(
            name="x_oauth2",
            connector="x",
            platform=Platform.X,
            title="X",
            explanation=Phrase("Mentions, replies, quotes and direct messages of one profile."),
            registered=Registered.X_OAUTH2,
            module="connectors.x.oauth2_consent",
        ),
        Way(
            name="x",
            connector="x",
            platform=Platform.X,
            title=Phrase("X by OAuth 1.0a"),
            explanation=Phrase(
                "The same by X's older sign-in, whose access never has to be renewed."
            ),
            registered=Registered.X,
            module="connectors.x.consent",
        ),
    )
}


WAYS_BY_PASSWORD: Mapping[str, Way] = {
    "instagram_private": Way(
        name="instagram_private",
        connector="instagram_private",
        platform=Platform.INSTAGRAM,
        title=Phrase("Instagram by name and password"),
        explanation=Phrase("For accounts that no Facebook Page has. Instagram may ask for a code."),
        module="connectors.instagram.private_sign_in",
    )
}


def load() -> None:
    """Load the clients of all platforms, which is slow once and quick ever after."""
    for module in ("connectors.registry", *(way.module for way in _every())):
        import_module(module)


def sign_in_by(way: Way) -> ByPassword:
    """Return what signs in with a name and a password."""
    return cast("ByPassword", import_module(way.module).sign_in)


def consent_by(way: Way) -> Consent:
    """Return what leads through a way's consent page."""
    return cast("Consent", import_module(way.module).CONSENT)


def connector_of(name: str) -> type[Connector]:
    """Return a connector by its name."""
    connectors: dict[str, type[Connector]] = import_module("connectors.registry").CONNECTORS
    return connectors[name]


def _every() -> list[Way]:
    return [*WAYS.values(), *WAYS_BY_PASSWORD.values()]
