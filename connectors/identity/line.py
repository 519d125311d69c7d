"""How do requests reach an identity provider?

Its address is an administrator's choice, so it may be a private one, as many are. It is given
seconds, followed nowhere else, and asked by a few at a time, so that one that hangs holds up
nobody who is at work.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests

from connectors.identity.errors import ProviderAway, ProviderUnfit
from connectors.transport import NotLoopback, loopback

CONNECT_SECONDS, READ_SECONDS = 3.0, 5.0
TIMEOUT = (CONNECT_SECONDS, READ_SECONDS)
MOST_AT_ONCE = 4
# At the beginning of a shift everybody comes at once.
WAIT_SECONDS, LOOK_SECONDS = 2.0, 0.02


class Line:
    """The way to one provider."""

    def __init__(self) -> None:
        self._under_way = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Ask it something meanwhile. Raises ProviderAway, also for what the request raises."""
        self._wait_for_a_place()
        self._under_way += 1
        try:
            yield
        except requests.RequestException as problem:
            raise ProviderAway("unreachable") from problem
        finally:
            self._under_way -= 1

    def fetch(self, address: str, token: str = "") -> dict[str, Any]:
        """Return a JSON object, with a bearer token if one is given.

        Raises ProviderAway or ProviderUnfit.
        """
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        with self.taken(), requests.Session() as session:
            session.trust_env = not is_here(address)
            answer = session.get(
                address,
                headers={"Accept": "application/json", **bearer},
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        if not answer.ok or answer.is_redirect:
            raise ProviderAway(f"status {answer.status_code}")
        try:
            said = answer.json()
        except requests.JSONDecodeError as problem:
            raise ProviderUnfit("no JSON") from problem
        if not isinstance(said, dict):
            raise ProviderUnfit("no JSON")
        return said

    def _wait_for_a_place(self) -> None:
        until = time.monotonic() + WAIT_SECONDS
        while self._under_way >= MOST_AT_ONCE:
            if time.monotonic() > until:
                raise ProviderAway("busy")
            time.sleep(LOOK_SECONDS)


def is_address(address: object) -> bool:
    """Say whether this may be asked: over https, or on this machine."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    is_plain = parts.hostname and not (parts.username or parts.password)
    return bool(is_plain) and (parts.scheme == "https" or is_here(address))


def is_here(address: str) -> bool:
    """Say whether this is a plain address on this machine, where no proxy leads."""
    try:
        loopback(address)
    except NotLoopback:
        return False
    return urlsplit(address).scheme == "http"
