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
from connectors.consent import Consent, Registered


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in, in words for an administrator. `module` holds its `CONSENT`."""

    connector: str
    title: str
    explanation: str
    registered: Registered
    module: str


WAYS: Mapping[str, Way] = {
    way.connector: way
    for way in (
        Way(
            connector="facebook",
            title="Facebook Pages",
            explanation="Comments, mentions, Messenger and live video of Pages you manage.",
            registered=Registered.META,
            module="connectors.facebook.consent",
        ),
        Way(
            connector="instagram_graph",
            title="Instagram through Facebook",
            explanation="For business accounts that belong to a Facebook Page. Prefer this way.",
            registered=Registered.META,
            module="connectors.instagram.consent",
        ),
        Way(
            connector="x",
            title="X",
            explanation="Mentions, replies, quotes and direct messages of one profile.",
            registered=Registered.X,
            module="connectors.x.consent",
        ),
    )
}


def consent_by(way: Way) -> Consent:
    """Return what leads through a way's consent page."""
    return cast("Consent", import_module(way.module).CONSENT)


def connector_of(name: str) -> type[Connector]:
    """Return a connector by its name."""
    connectors: dict[str, type[Connector]] = import_module("connectors.registry").CONNECTORS
    return connectors[name]
