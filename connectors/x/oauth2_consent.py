"""How does X's consent page lead to a profile by OAuth 2.0?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from connectors.base import Connected
from connectors.consent import Application, Begun
from connectors.errors import Refused
from connectors.x import oauth2, sign_in
from connectors.x.consent import DENIED

# 256 random bits; RFC 7636, section 4.1, asks a verifier for at least 43 characters.
_BYTES = 32


class XOAuth2Consent:
    """Leads through OAuth 2.0 with PKCE."""

    def begin(self, application: Application, *, callback: str) -> Begun:
        """Return the consent page's address. Asks X nothing."""
        state, verifier = secrets.token_urlsafe(_BYTES), secrets.token_urlsafe(_BYTES)
        page = oauth2.page(application, callback=callback, state=state, verifier=verifier)
        return Begun(page=page, state=state, kept={"verifier": verifier})

    def state(self, returned: Mapping[str, str]) -> str:
        """Return the state that X hands back as it was."""
        return returned.get("state", "")

    def finish(
        self,
        application: Application,
        *,
        callback: str,
        kept: Mapping[str, str],
        returned: Mapping[str, str],
    ) -> tuple[Connected, ...]:
        """Exchange the code. Raises Refused after a no, else ConnectorError."""
        if not returned.get("code"):
            raise Refused(DENIED)
        credentials = oauth2.exchanged(
            application, code=returned["code"], callback=callback, verifier=kept["verifier"]
        )
        return (sign_in.connected(credentials, application.address),)


CONSENT = XOAuth2Consent()
