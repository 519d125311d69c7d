"""Does a platform's refusal repeat a secret that we sent with the request?

Its words are shown to people and kept with the account, the reply or the act they are about,
and a token that is "malformed" or "expired" may stand in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlsplit

import requests

REMOVED = b"(removed)"
NAMES = frozenset(
    {
        "access_token",
        "appsecret_proof",
        "client_secret",
        "code",
        "fb_exchange_token",
        "input_token",
        "refresh_token",
    }
)
_OAUTH = re.compile(r'oauth_(?:token|verifier)="([^"]+)"')
# A shorter word is no secret, and would be found in the middle of others.
SHORTEST = 8


def remove(response: requests.Response) -> None:
    """Take out of a refusal what its request carried as a secret. Its body must be read."""
    if response.ok:
        return
    body = response.content
    for secret in _sent(response.request):
        body = body.replace(secret.encode(), REMOVED)
    response._content = body  # noqa: SLF001 - requests has no other way, and the clients read it


def _sent(request: requests.PreparedRequest) -> Iterator[str]:
    form = request.body if isinstance(request.body, str | bytes) else b""
    text = form.decode(errors="replace") if isinstance(form, bytes) else form
    for name, value in (*parse_qsl(urlsplit(request.url or "").query), *parse_qsl(text)):
        if name in NAMES and len(value) >= SHORTEST:
            yield value
            yield quote(value, safe="")
    kind, _, given = str(request.headers.get("Authorization", "")).partition(" ")
    yield from _OAUTH.findall(given) if kind == "OAuth" else [given] if given else []
