"""Is a request signed by who it says?

Source: RFC 5849, section 3. The signature covers the address that the client
meant, https://<host>, not the one on loopback that it reached.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote

from flask import Request

SECONDS_OFF = 300
SCHEME = "oauth "


class Signed(NamedTuple):
    """What an Authorization header claims, and how to check it."""

    claims: dict[str, str]
    base: str

    def is_by(self, consumer_secret: str, token_secret: str) -> bool:
        """Whether both secrets were known to whoever signed it, just now."""
        key = f"{_encoded(consumer_secret)}&{_encoded(token_secret)}".encode()
        digest = hmac.digest(key, self.base.encode(), "sha1")
        expected = b64encode(digest).decode()
        return self._is_recent() and hmac.compare_digest(
            expected, self.claims.get("oauth_signature", "")
        )

    def _is_recent(self) -> bool:
        stamp = self.claims.get("oauth_timestamp", "")
        now = datetime.now(UTC).timestamp()
        return stamp.isdecimal() and abs(now - int(stamp)) <= SECONDS_OFF


def signed(request: Request) -> Signed | None:
    """Read an OAuth 1.0a header; None when there is none."""
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(SCHEME):
        return None
    claims = dict(_claims(header[len(SCHEME) :]))
    base = "&".join(map(_encoded, (request.method, _address(request), _all(request, claims))))
    return Signed(claims, base)


def _claims(header: str) -> Iterable[tuple[str, str]]:
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        yield unquote(name), unquote(value.strip('"'))


def _address(request: Request) -> str:
    return f"https://{request.environ['sandbox.host'].lower()}{request.environ['PATH_INFO']}"


def _all(request: Request, claims: dict[str, str]) -> str:
    pairs = [(n, v) for n, v in claims.items() if n not in {"oauth_signature", "realm"}]
    pairs += parse_qsl(request.query_string.decode(), keep_blank_values=True)
    if request.mimetype == "application/x-www-form-urlencoded":
        pairs += parse_qsl(request.get_data().decode(), keep_blank_values=True)
    encoded = sorted((_encoded(name), _encoded(value)) for name, value in pairs)
    return "&".join(f"{name}={value}" for name, value in encoded)


def _encoded(text: str) -> str:
    return quote(text, safe="~-._")
