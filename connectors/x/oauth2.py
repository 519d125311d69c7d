"""How does X give access by OAuth 2.0 with PKCE, and renew it?

Sources: X's "OAuth 2.0 Authorization Code Flow with PKCE"; RFC 6749, sections 4.1, 5
and 6; RFC 7636. A refresh token works once, and what X hands out for it is all that
opens the account afterwards (docs/connecting.md).

X's answer                         meaning
200 with tokens                    credentials
400, 401 in JSON                   AccessEnded
429, any other, unreadable, none   TryLater
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import requests

from connectors.consent import Application
from connectors.errors import NeedsReconnection, OutcomeUnknown, Refused
from connectors.phrases import Phrase
from connectors.transport import loopback, mount
from connectors.x import errors
from connectors.x.json_fields import number, word

PAGE_HOST = "x.com"
HOST = "api.twitter.com"
SCOPES = (
    *("tweet.read", "users.read", "tweet.write", "tweet.moderate.write", "like.write"),
    *("dm.read", "dm.write", "media.write", "offline.access"),
)
# Without these something that the desk shows or offers would fail later, and quietly.
NEEDED = frozenset(SCOPES) - {"like.write", "media.write"}
LASTS_SECONDS = 7200
REFUSALS = (400, 401)
NO_SIGN_IN = "X did not accept this sign-in"
NO_RENEWAL = "X no longer renews this account's access"

Credentials = dict[str, Any]


class AccessEnded(NeedsReconnection):
    """X gives nothing for a code or a refresh token."""


def page(application: Application, *, callback: str, state: str, verifier: str) -> str:
    """Return X's page for the person; a browser reaches a stand-in by its path."""
    asked = {
        "response_type": "code",
        "client_id": application.key,
        "redirect_uri": callback,
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
    }
    stand_in = application.address
    origin = f"{loopback(stand_in)}/host/{PAGE_HOST}" if stand_in else f"https://{PAGE_HOST}"
    return f"{origin}/i/oauth2/authorize?{urlencode(asked)}"


def exchanged(application: Application, *, code: str, callback: str, verifier: str) -> Credentials:
    """Turn a code into the account's first credentials.

    Raises TryLater, AccessEnded, or Refused when X granted too little.
    """
    told = _tokens(
        application,
        NO_SIGN_IN,
        grant_type="authorization_code",
        code=code,
        redirect_uri=callback,
        code_verifier=verifier,
    )
    _check_granted(told)
    return {
        "client_id": application.key,
        "client_secret": application.secret,
        "refresh_token": word(told, "refresh_token"),
        **_access(told),
    }


def renewed(credentials: Mapping[str, Any], address: str | None) -> Credentials:
    """Turn the refresh token into new credentials; the old ones are then spent.

    Raises AccessEnded or TryLater. After a TryLater X may have spent them as well.
    """
    application = Application(
        key=credentials["client_id"], secret=credentials["client_secret"], address=address
    )
    refresh_token = credentials["refresh_token"]
    told = _tokens(application, NO_RENEWAL, grant_type="refresh_token", refresh_token=refresh_token)
    # RFC 6749, section 6: where none comes, the old one goes on.
    kept = {"refresh_token": word(told, "refresh_token") or refresh_token}
    return {**credentials, **kept, **_access(told)}


def _access(told: Mapping[str, Any]) -> Credentials:
    # No failure here: what came with it is spent if it is not kept.
    seconds = number(told, "expires_in")
    lasts = timedelta(seconds=seconds if 0 < seconds <= LASTS_SECONDS else LASTS_SECONDS)
    return {
        "access_token": word(told, "access_token"),
        "expires_at": (datetime.now(UTC) + lasts).isoformat(),
    }


def _check_granted(told: Mapping[str, Any]) -> None:
    """Raise Refused when X granted less than the desk needs; no scope told means all."""
    granted = word(told, "scope").split() or SCOPES
    missing = {scope for scope in NEEDED if scope not in granted}
    if not word(told, "refresh_token"):
        missing.add("offline.access")
    if missing:
        raise Refused(
            Phrase(
                "X did not grant {permissions}. Give the application these permissions at X, then "
                "begin again.",
                permissions=", ".join(sorted(missing)),
            )
        )


def _tokens(application: Application, no: str, **form: str) -> dict[str, Any]:
    """Ask the token endpoint. Raises AccessEnded, beginning with `no`, or TryLater."""
    with requests.Session() as session, errors.translated("GET"):
        mount(session, application.address)
        response = session.post(
            f"https://{HOST}/2/oauth2/token",
            data={**form, "client_id": application.key},
            auth=(application.key, application.secret) if application.secret else None,
            allow_redirects=False,
        )
    told = _judged(response, no)
    if not word(told, "access_token"):
        raise errors.XIsDown(Phrase("X's answer about this access could not be read."))
    return told


def _judged(response: requests.Response, no: str) -> dict[str, Any]:
    try:
        if response.status_code in REFUSALS:
            raise AccessEnded(no + _why(errors.body_of(response)))
        errors.check(response)
        return errors.body_of(response)
    except (OutcomeUnknown, Refused) as problem:
        # Whatever came of it, asking again is all that can be done.
        raise errors.XIsDown(
            Phrase("X did not give access: {problem}", problem=problem)
        ) from problem


def _why(body: Mapping[str, Any]) -> str:
    error = word(body, "error")
    if error in ("invalid_client", "unauthorized_client"):
        return ": it does not know the application by its client id and secret."
    return f" ({error})." if error.replace("_", "").isalpha() else "."


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
