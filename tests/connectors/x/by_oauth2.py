"""How does a test sign in to the sandbox's X by OAuth 2.0?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from connectors.base import Connected, Renewal
from connectors.consent import Application
from connectors.x.oauth2_consent import CONSENT
from tests.sandbox.running import Running

CALLBACK = "http://127.0.0.1:8000/accounts/connections/x_oauth2/callback"
TOKEN_ROUTE = "*/oauth2/token"


def application(sandbox: Running) -> Application:
    keys = sandbox.profile("x")["sign_in"]
    return Application(key=keys["client_id"], secret=keys["client_secret"], address=sandbox.address)


def agreed(page: str, decision: str = "allow") -> dict[str, str]:
    """Answer on X's consent page; return what the person is sent back with."""
    form = {"username": "@MesaVerdePD", "decision": decision}
    back = requests.post(page, data=form, allow_redirects=False, timeout=5).headers["location"]
    assert back.startswith(CALLBACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def connected(sandbox: Running) -> Connected:
    """Connect the department's profile as an administrator would."""
    ours = application(sandbox)
    begun = CONSENT.begin(ours, callback=CALLBACK)
    returned = agreed(begun.page)
    assert CONSENT.state(returned) == begun.state
    (profile,) = CONSENT.finish(ours, callback=CALLBACK, kept=begun.kept, returned=returned)
    return profile


def ending(credentials: Mapping[str, Any], *, minutes: float) -> dict[str, Any]:
    """The same credentials, of which we believe that they end in so many minutes."""
    return {
        **credentials,
        "expires_at": (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat(),
    }


def renewals(sandbox: Running) -> int:
    """How many renewals X was asked for."""
    asked = sandbox.journal(path="/2/oauth2/token")
    return len([one for one in asked if one["parameters"]["grant_type"] == "refresh_token"])


@dataclass
class Kept(Renewal):
    """Keeps renewed credentials for a single connector, without a desk."""

    stored: list[Mapping[str, Any]] = field(default_factory=list)

    def __call__(self, old: Mapping[str, Any], renew: Any, *, wait: bool) -> Mapping[str, Any]:
        _ = wait
        self.stored.append(renew(old))
        return self.stored[-1]
