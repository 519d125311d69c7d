"""How does a person let the desk in on a platform's own consent page?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from connectors.base import Connected
from connectors.errors import NeedsReconnection


class Registered(StrEnum):
    """With whom the agency registered the application that asks."""

    META = "meta"
    X = "x"
    X_OAUTH2 = "x_oauth2"


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


class CodeNeeded(NeedsReconnection):
    """The platform asks for a code that only the person has.

    `device` is what the next attempt must bring, so that it comes from the same device.
    """

    def __init__(self, message: str, device: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.device = device


class ByPassword(Protocol):
    """One platform's way from a name and a password to an account."""

    def __call__(
        self,
        username: str,
        password: str,
        address: str | None = None,
        *,
        code: str = "",
        device: Mapping[str, Any] | None = None,
    ) -> Connected:
        """Sign in, once. Raises CodeNeeded or another ConnectorError."""


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
