"""With which token does a call go out by OAuth 2.0, and when is it renewed?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
import tweepy  # type: ignore[import-untyped]  # ships no types

from connectors.base import Access
from connectors.errors import TryLater
from connectors.phrases import Phrase
from connectors.x import oauth2
from connectors.x.errors import TokenRevoked, XIsDown

# Longer than any job, so that a token seldom runs out in one.
EARLY = timedelta(minutes=5)


def is_in(credentials: Mapping[str, Any]) -> bool:
    """Whether credentials are those of OAuth 2.0."""
    return "refresh_token" in credentials


class Bearer:
    """One account's token for one job, renewed before it ends, or when X no longer takes it."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._credentials = access.credentials
        self._failed = False

    def through(
        self, client: tweepy.Client, call: Callable[[], requests.Response]
    ) -> requests.Response:
        """Make a call, and once more where X did not take the token: then it did nothing."""
        self._keep_fresh()
        client.bearer_token = self._credentials["access_token"]
        try:
            return call()
        except TokenRevoked:
            if self._access.renewal is None:
                raise
        self._renew(wait=True)
        client.bearer_token = self._credentials["access_token"]
        return call()

    def _keep_fresh(self) -> None:
        ends_at, now = datetime.fromisoformat(self._credentials["expires_at"]), datetime.now(UTC)
        has_ended = ends_at <= now
        if self._access.renewal is None or ends_at - EARLY > now:
            return
        if self._failed and not has_ended:
            return
        try:
            self._renew(wait=has_ended)
        except TryLater:
            self._failed = True
            if has_ended:
                raise

    def _renew(self, *, wait: bool) -> None:
        if self._access.renewal is None:
            return
        address = self._access.address
        renewed = self._access.renewal(
            self._credentials, lambda old: oauth2.renewed(old, address), wait=wait
        )
        if not is_in(renewed):
            raise XIsDown(Phrase("The account was connected anew or disconnected just now."))
        self._credentials = renewed
