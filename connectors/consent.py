"""How does a person let the desk in on a platform's own consent page?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from connectors.base import Connected


class Registered(StrEnum):
    """With whom the agency registered the application that asks."""

    META = "meta"
    X = "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What a platform gave the agency's application. `address` is a loopback stand-in, or None."""

    key: str
    secret: str = field(repr=False)
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sign-in under way.

    The person goes to `page`. What comes back names `state`, which nobody can
    guess; `kept` is needed to finish and shown to nobody.
    """

    page: str
    state: str = field(repr=False)
    kept: Mapping[str, str] = field(default_factory=dict, repr=False)


class Consent(Protocol):
    """One platform's way from a consent page to accounts."""

    def begin(self, application: Application, *, callback: str) -> Begun:
        """Ask for a sign-in. Raises ConnectorError."""

    def state(self, returned: Mapping[str, str]) -> str:
        """Return which sign-in a person comes back from; empty where nothing says so."""

    def finish(
        self,
        application: Application,
        *,
        callback: str,
        kept: Mapping[str, str],
        returned: Mapping[str, str],
    ) -> tuple[Connected, ...]:
        """Return the accounts that the person let us in to. Raises ConnectorError."""
