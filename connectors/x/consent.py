"""How does X's consent page lead to a profile?

Source: X documentation, "3-legged OAuth flow". OAuth 1.0a has no `state`: the
request token takes its place, since X hands it back and nobody can guess it.
"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.base import Connected
from connectors.consent import Application, Begun
from connectors.errors import Refused
from connectors.x import sign_in

DENIED = "X gave no permission: the question there was answered with no."


class XConsent:
    """Leads through OAuth 1.0a."""

    def begin(self, application: Application, *, callback: str) -> Begun:
        """Fetch a request token. Raises TryLater or NeedsReconnection."""
        begun = sign_in.begin(_registered(application), callback=callback)
        return Begun(page=begun.authorize_url, state=begun.token, kept={"secret": begun.secret})

    def state(self, returned: Mapping[str, str]) -> str:
        """Return the request token; after a no, X calls it `denied`."""
        return returned.get("oauth_token") or returned.get("denied", "")

    def finish(
        self,
        application: Application,
        *,
        callback: str,
        kept: Mapping[str, str],
        returned: Mapping[str, str],
    ) -> tuple[Connected, ...]:
        """Exchange the verifier. Raises Refused after a no, else ConnectorError."""
        _ = callback  # the request token knows it
        if not returned.get("oauth_verifier"):
            raise Refused(DENIED)
        token = returned.get("oauth_token", "")
        begun = sign_in.Begun(authorize_url="", token=token, secret=kept["secret"])
        verifier = returned["oauth_verifier"]
        return (sign_in.finish(_registered(application), begun, verifier=verifier),)


def _registered(application: Application) -> sign_in.Application:
    return sign_in.Application(
        consumer_key=application.key,
        consumer_secret=application.secret,
        address=application.address,
    )


CONSENT = XConsent()
