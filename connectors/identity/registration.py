"""As whom are we known to an identity provider?"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Registration:
    """The provider, by the address it calls itself, and what it gave us."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
