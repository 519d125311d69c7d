"""How is somebody led to an identity provider and back, and what does it say of them?

The authorization code with PKCE (RFC 7636), a state and a nonce: OpenID Connect Core 1.0,
section 3.1; RFC 9700, section 2.1.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from connectors.consent import Begun
from connectors.identity import words
from connectors.identity.discovery import Discovery
from connectors.identity.errors import ProviderAway, ProviderRefused, WordWrong
from connectors.identity.line import TIMEOUT, Line, is_here
from connectors.identity.registration import Registration
from connectors.identity.vouching import Ended, Vouched

SCOPE = "openid email"


class Provider:
    """One identity provider, as we are registered there."""

    def __init__(self, registration: Registration) -> None:
        self._of, self._line = registration, Line()
        self._discovery = Discovery(registration.issuer, self._line)

    def begin(self, *, callback: str, within: int, anew: bool) -> Begun:
        """Return where somebody signs in, and what must come back.

        They signed in there `within` so many seconds, or do so now; `anew` lets them do it
        whatever was before. Raises ProviderAway or ProviderUnfit.
        """
        kept = {"nonce": secrets.token_urlsafe(32), "verifier": secrets.token_urlsafe(48)}
        asked = {"max_age": 0, "prompt": "login"} if anew else {"max_age": within}
        with self._session(callback) as session:
            page, state = session.create_authorization_url(
                self._discovery.facts()["authorization_endpoint"],
                state=secrets.token_urlsafe(32),
                code_verifier=kept["verifier"],
                nonce=kept["nonce"],
                **asked,
            )
        return Begun(page=page, state=state, kept=kept)

    def vouch(
        self, returned: Mapping[str, str], *, callback: str, kept: Mapping[str, str], now: datetime
    ) -> Vouched:
        """Return whom it vouches for, by what somebody came back with. Raises NotVouched."""
        self._refuse_mixed_up(returned)
        if "error" in returned:
            raise ProviderRefused(_short(returned["error"]))
        token = self._token(returned.get("code", ""), callback=callback, kept=kept)
        claims = words.of_sign_in(
            token, of=self._of, by=self._discovery, nonce=kept["nonce"], now=now
        )
        return _vouched(claims | self._more(claims, token), str(token["id_token"]))

    def ended(self, word: str, *, now: datetime) -> Ended:
        """Return whose sign-in it says is over. Raises NotVouched."""
        claims = words.of_sign_out(word, of=self._of, by=self._discovery, now=now)
        return Ended(
            issuer=self._of.issuer,
            subject=_text(claims.get("sub")),
            session=_text(claims.get("sid")),
            name=claims["jti"],
        )

    def leaving(self, word: str, *, back: str) -> str:
        """Return where somebody signs out there too; empty where it offers no such page.

        Raises ProviderAway or ProviderUnfit. Source: OpenID Connect RP-Initiated Logout 1.0.
        """
        page = self._discovery.facts().get("end_session_endpoint", "")
        if not page:
            return ""
        said = {"client_id": self._of.client_id, "post_logout_redirect_uri": back}
        hint = {"id_token_hint": word} if word else {}
        return f"{page}{'&' if '?' in page else '?'}{urlencode(said | hint)}"

    # RFC 9207: else a second provider could pass on what this one gave.
    def _refuse_mixed_up(self, returned: Mapping[str, str]) -> None:
        says_who = "authorization_response_iss_parameter_supported"
        is_said = "iss" in returned or self._discovery.facts().get(says_who) is True
        if is_said and returned.get("iss") != self._of.issuer:
            raise WordWrong("iss")

    def _token(self, code: str, *, callback: str, kept: Mapping[str, str]) -> Mapping[str, Any]:
        if not code:
            raise WordWrong("code")
        # Read before a place is taken, of which reading it may need one.
        address = self._discovery.facts()["token_endpoint"]
        with self._line.taken(), self._session(callback) as session:
            try:
                token: Mapping[str, Any] = session.fetch_token(
                    address,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=kept["verifier"],
                    redirect_uri=callback,
                    timeout=TIMEOUT,
                    allow_redirects=False,
                )
            except OAuthError as problem:
                raise ProviderRefused(_short(problem.error)) from problem
            except requests.HTTPError as problem:
                raise ProviderAway(f"status {_status(problem)}") from problem
            except ValueError as problem:
                raise WordWrong("token") from problem
        return token

    # What was asked for by a scope may come by another way than the token (section 5.4).
    def _more(self, claims: Mapping[str, Any], token: Mapping[str, Any]) -> dict[str, Any]:
        address = self._discovery.facts().get("userinfo_endpoint")
        if "email" in claims or not address:
            return {}
        said = self._line.fetch(address, _text(token.get("access_token")))
        if said.get("sub") != claims["sub"]:
            raise WordWrong("userinfo")
        return {name: said[name] for name in ("email", "email_verified") if name in said}

    def _session(self, callback: str) -> OAuth2Session:
        session = OAuth2Session(
            self._of.client_id,
            self._of.client_secret,
            token_endpoint_auth_method=self._shown_by(),
            scope=SCOPE,
            redirect_uri=callback,
            code_challenge_method="S256",
        )
        session.trust_env = not is_here(self._of.issuer)
        return session

    def _shown_by(self) -> str:
        offered = self._discovery.facts().get("token_endpoint_auth_methods_supported")
        basic, post = "client_secret_basic", "client_secret_post"
        return post if isinstance(offered, list) and basic not in offered else basic


def _vouched(claims: Mapping[str, Any], word: str) -> Vouched:
    methods = claims.get("amr") if isinstance(claims.get("amr"), list) else []
    return Vouched(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=_text(claims.get("email")).strip(),
        is_email_verified=claims.get("email_verified") is True,
        methods=frozenset(filter(None, map(_text, [*(methods or []), claims.get("acr")]))),
        authenticated_at=_moment(claims.get("auth_time")),
        session=_text(claims.get("sid")),
        word=word,
    )


def _moment(seconds: object) -> datetime | None:
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError) as problem:
        raise WordWrong("auth_time") from problem


# What no database can hold, or nobody can read, counts as not said.
def _text(value: object) -> str:
    return value[:255] if isinstance(value, str) and value.isprintable() else ""


def _short(error: object) -> str:
    word = _text(error)[:60]
    return word if word.isidentifier() else "refused"


def _status(problem: requests.HTTPError) -> int:
    found = problem.response
    return found.status_code if found is not None else HTTPStatus.BAD_GATEWAY
