"""How does an administrator connect an X account: OAuth 1.0a in three steps?

`begin`, then the person signs in at X, then `finish` with what X handed back:
the verifier in the callback, or the PIN it showed. Source: X documentation,
"3-legged OAuth flow" and "PIN-based OAuth". tweepy makes its last session
itself, where no adapter can be mounted, so the session beneath it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from oauthlib.oauth1.rfc5849.errors import OAuth1Error
from requests_oauthlib import OAuth1Session

from connectors.base import Access, Connected
from connectors.errors import OutcomeUnknown
from connectors.phrases import Phrase
from connectors.transport import loopback, mount
from connectors.x import errors
from connectors.x.client import XClient

HOST = "api.twitter.com"
SHOW_PIN = "oob"
DENIED = "X did not accept this sign-in. Begin again, and check the application's keys."


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The keys that X gave the agency's application, and where X is."""

    consumer_key: str
    consumer_secret: str = field(repr=False)
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sign-in under way. Keep `token` and `secret` until X sends the person back."""

    authorize_url: str
    token: str
    secret: str = field(repr=False)


def begin(application: Application, *, callback: str = SHOW_PIN) -> Begun:
    """Ask X for a sign-in, and return where to send the person.

    X sends them back to `callback`, or shows a PIN without one. Raises TryLater,
    or NeedsReconnection when X does not accept the application's keys.
    """
    session = _session(application, callback_uri=callback)
    answer = _fetched(session.fetch_request_token, "request_token")
    return Begun(
        authorize_url=_page(application, answer["oauth_token"]),
        token=answer["oauth_token"],
        secret=answer["oauth_token_secret"],
    )


def finish(application: Application, begun: Begun, *, verifier: str) -> Connected:
    """Turn the verifier or PIN into the account's tokens.

    Raises TryLater, or NeedsReconnection when X does not accept the verifier.
    """
    session = _session(
        application,
        resource_owner_key=begun.token,
        resource_owner_secret=begun.secret,
        verifier=verifier,
    )
    answer = _fetched(session.fetch_access_token, "access_token")
    credentials = {
        "consumer_key": application.consumer_key,
        "consumer_secret": application.consumer_secret,
        "access_token": answer["oauth_token"],
        "access_token_secret": answer["oauth_token_secret"],
    }
    return connected(credentials, application.address)


def connected(credentials: Mapping[str, Any], address: str | None) -> Connected:
    """Ask X whose tokens these are. Raises TryLater, Refused or NeedsReconnection."""
    client = XClient(Access(external_id="", credentials=credentials, address=address))
    body, _ = client.read(client.tweepy.get_me)
    me = body.get("data")
    if not isinstance(me, dict) or not me.get("id"):
        raise errors.TokenRevoked(DENIED)
    handle = str(me.get("username", ""))
    return Connected(
        external_id=str(me["id"]),
        name=str(me.get("name", "")),
        handle=handle,
        credentials={**credentials, "handle": handle},
    )


# X says to look for the confirmation; it stands last, so a cut-off answer lacks it.
_NEEDED = {
    "request_token": ("oauth_token", "oauth_token_secret", "oauth_callback_confirmed"),
    "access_token": ("oauth_token", "oauth_token_secret"),
}


def _session(application: Application, **more: Any) -> OAuth1Session:
    session = OAuth1Session(
        application.consumer_key, client_secret=application.consumer_secret, **more
    )
    mount(session, application.address)
    session.hooks["response"].append(errors.check)
    return session


def _fetched(fetch: Any, step: str) -> Mapping[str, str]:
    try:
        with errors.translated("GET"):
            answer = fetch(f"https://{HOST}/oauth/{step}")
        return {name: str(answer[name]) for name in _NEEDED[step]}
    except errors.TokenRevoked as error:
        raise errors.TokenRevoked(DENIED) from error
    except (OutcomeUnknown, OAuth1Error, KeyError, ValueError) as error:
        # A sign-in may be begun again at will, so nothing is in doubt here.
        raise errors.XIsDown(Phrase("X's answer to the sign-in could not be read.")) from error


def _page(application: Application, token: str) -> str:
    """Return X's page for the person; a browser reaches a stand-in by its path."""
    stand_in = application.address
    origin = f"{loopback(stand_in)}/host/{HOST}" if stand_in else f"https://{HOST}"
    return f"{origin}/oauth/authorize?{urlencode({'oauth_token': token})}"
