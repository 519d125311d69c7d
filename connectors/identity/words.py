"""Is a token from the provider, for us, for now, and the answer to our question?

Sources: OpenID Connect Core 1.0, section 3.1.3.7; OpenID Connect Back-Channel Logout 1.0,
section 2.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, InvalidKeyIdError, JoseError
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from connectors.identity.discovery import Discovery
from connectors.identity.errors import WordWrong
from connectors.identity.registration import Registration

# Signed with the provider's own key: never with the secret we share, and never with nothing.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
)  # fmt: skip
# Two clocks may differ by so much.
LEEWAY = timedelta(seconds=60)
# A message that somebody was signed out is news for no longer.
NEWS = timedelta(minutes=5)
SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST = 255


def of_sign_in(
    token: Mapping[str, Any],
    *,
    of: Registration,
    by: Discovery,
    nonce: str,
    now: datetime,
) -> dict[str, Any]:
    """Return what an ID token claims. Raises WordWrong, ProviderAway or ProviderUnfit."""
    word = token.get("id_token")
    if not isinstance(word, str):
        raise WordWrong("id_token")
    opened = _opened(word, by)
    with _why():
        claims = CodeIDToken(
            opened.claims,
            opened.header,
            {
                "iss": {"essential": True, "value": of.issuer},
                "aud": {"essential": True, "value": of.client_id},
            },
            {"nonce": nonce, "client_id": of.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(now=int(now.timestamp()), leeway=int(LEEWAY.total_seconds()))
    _refuse_unusable_subject(claims)
    return dict(claims)


def of_sign_out(word: str, *, of: Registration, by: Discovery, now: datetime) -> dict[str, Any]:
    """Return what a logout token claims. Raises WordWrong, ProviderAway or ProviderUnfit."""
    claims = _opened(word, by).claims
    with _why():
        JWTClaimsRegistry(
            int(now.timestamp()),
            int(LEEWAY.total_seconds()),
            iss={"essential": True, "value": of.issuer},
            aud={"essential": True, "value": of.client_id},
            iat={"essential": True},
            jti={"essential": True},
        ).validate(claims)
    if claims["iat"] < (now - NEWS - LEEWAY).timestamp():
        raise WordWrong("expired")
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(SIGNED_OUT), dict):
        raise WordWrong("events")
    # An ID token must not pass for one of these.
    if "nonce" in claims:
        raise WordWrong("nonce")
    _refuse_unusable_names(claims)
    return claims


def _opened(word: str, by: Discovery) -> jwt.Token:
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    with _why():
        try:
            return jwt.decode(word, by.keys(), registry=registry)
        except InvalidKeyIdError:
            return jwt.decode(word, by.keys(anew=True), registry=registry)


# Whose sign-in is over must be understood, or it would be everybody's.
def _refuse_unusable_names(claims: Mapping[str, Any]) -> None:
    if "sub" in claims or "sid" not in claims:
        _refuse_unusable_subject(claims)
    if "sid" in claims and not _is_name(claims["sid"]):
        raise WordWrong("sid")


def _refuse_unusable_subject(claims: Mapping[str, Any]) -> None:
    subject = claims.get("sub")
    if not (_is_name(subject) and len(subject) <= _LONGEST):
        raise WordWrong("sub")


def _is_name(said: object) -> TypeGuard[str]:
    return isinstance(said, str) and bool(said) and said.isprintable()


@contextmanager
def _why() -> Iterator[None]:
    try:
        yield
    except ClaimError as problem:
        raise WordWrong(problem.claim) from problem
    except BadSignatureError as problem:
        raise WordWrong("signature") from problem
    except (JoseError, ValueError, TypeError) as problem:
        raise WordWrong("token") from problem
