"""What does an identity provider say of itself, and with which keys does it sign?

Source: OpenID Connect Discovery 1.0, sections 3 and 4.3.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from connectors.identity.errors import ProviderAway, ProviderUnfit
from connectors.identity.line import Line, is_address

FRESH_SECONDS = 600
# Whoever signs with a key that is not known yet has changed it; not more often than this.
KEYS_SECONDS = 1
# After it did not answer, nobody else waits for it in vain for so long.
AWAY_SECONDS = 3
_WELL_KNOWN = "/.well-known/openid-configuration"
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_OFFERED = ("userinfo_endpoint", "end_session_endpoint")


@dataclass(frozen=True, slots=True)
class Known:
    """What was read last, and when by the monotonic clock."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    keys: KeySet | None = None
    at: float = 0.0
    keys_at: float = 0.0


class Discovery:
    """Reads what one provider says of itself, and keeps it for minutes."""

    def __init__(self, issuer: str, line: Line) -> None:
        self._issuer, self._line = issuer, line
        self._known: Known = Known()
        self._away_until = 0.0

    def facts(self) -> Mapping[str, Any]:
        """Return its description. Raises ProviderAway or ProviderUnfit."""
        if not self._known.facts or time.monotonic() > self._known.at + FRESH_SECONDS:
            self._known = self._read()
        return self._known.facts

    def keys(self, *, anew: bool = False) -> KeySet:
        """Return its keys, `anew` if one is missing. Raises ProviderAway or ProviderUnfit."""
        facts, known = self.facts(), self._known
        is_old = time.monotonic() > known.keys_at + KEYS_SECONDS
        if known.keys is None or (anew and is_old):
            keys = _keys(self._line.fetch(facts["jwks_uri"]))
            self._known = Known(facts, keys, known.at, time.monotonic())
            return keys
        return known.keys

    def _read(self) -> Known:
        if time.monotonic() < self._away_until:
            raise ProviderAway("unreachable")
        try:
            said = self._line.fetch(self._issuer.rstrip("/") + _WELL_KNOWN)
        except ProviderAway:
            self._away_until = time.monotonic() + AWAY_SECONDS
            raise
        return Known(_checked(said, self._issuer), at=time.monotonic())


def _checked(said: Mapping[str, Any], issuer: str) -> Mapping[str, Any]:
    # Another issuer here would let one provider speak for another (section 4.3).
    if said.get("issuer") != issuer:
        raise ProviderUnfit("issuer")
    for name in _NEEDED:
        if not is_address(said.get(name)):
            raise ProviderUnfit(name)
    for name in _OFFERED:
        if name in said and not is_address(said[name]):
            raise ProviderUnfit(name)
    return said


def _keys(said: dict[str, Any]) -> KeySet:
    try:
        signing = [one for one in said["keys"] if one.get("use", "sig") == "sig"]
        return KeySet.import_key_set({"keys": signing})
    except (JoseError, LookupError, TypeError, ValueError, AttributeError) as problem:
        raise ProviderUnfit("jwks_uri") from problem
