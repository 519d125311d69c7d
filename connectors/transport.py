"""How do a platform client's requests leave this machine, and what came back?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from connectors.pages import RawBody

CONNECT_SECONDS = 3.0
SLOWEST_BYTES_A_SECOND = 250_000
READ_SECONDS = 8.0
ORIGINAL_HOST_HEADER = "X-Sim-Host"


class NotLoopback(ValueError):
    """A stand-in address must be on this machine."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is not a loopback address; a platform stand-in must be.")


class PlatformAdapter(HTTPAdapter):
    """Gives every request a time-out and, where asked, sends it to a stand-in.

    tweepy and instagrapi pass no time-out and facebook-sdk defaults to none, so
    a stalled socket would hold a worker for ever. The original host travels in
    a header, so one stand-in can play several hosts.
    """

    def __init__(self, address: str | None = None) -> None:
        self._address = loopback(address) if address else None
        super().__init__(max_retries=0)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """Send once; a retry is the caller's decision."""
        if self._address and request.url:
            parts = urlsplit(request.url)
            request.headers[ORIGINAL_HOST_HEADER] = parts.netloc
            origin = len(parts.scheme) + len("://") + len(parts.netloc)
            request.url = self._address + request.url[origin:]
            # A proxy that this machine uses for the platforms can't reach a stand-in here.
            options["proxies"] = {}
        options["timeout"] = options.get("timeout") or (_patience(request), READ_SECONDS)
        return super().send(request, **options)


def _patience(request: requests.PreparedRequest) -> float:
    """Return the seconds for connecting, which for urllib3 holds for sending the body too."""
    return CONNECT_SECONDS + len(request.body or b"") / SLOWEST_BYTES_A_SECOND


class Recorder:
    """Keeps what a session received: raw bodies for the record, headers for the budget."""

    def __init__(self, session: requests.Session) -> None:
        self._responses: list[requests.Response] = []
        session.hooks["response"].append(self._keep)

    def _keep(self, response: requests.Response, **_options: Any) -> None:
        self._responses.append(response)

    def take(self) -> tuple[requests.Response, ...]:
        """Hand over the responses since the last call, oldest first."""
        taken, self._responses = tuple(self._responses), []
        return taken


def mount(session: requests.Session, address: str | None) -> None:
    """Route a client's session through our adapter."""
    session.mount("https://", PlatformAdapter(address))


def raw_body(response: requests.Response) -> RawBody:
    """Keep one answer as it came. The query is left out: it can carry a token."""
    method, path = response.request.method, urlsplit(response.request.url or "").path
    return RawBody(source=f"{method} {path!s}", body=response.content)


def told_at(headers: Mapping[str, str]) -> datetime | None:
    """Return what time it was for the platform when it answered (RFC 9110, 6.6.1), if it says."""
    try:
        told = parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return None
    return told if told.tzinfo else None


def loopback(address: str) -> str:
    """Return the address without a trailing slash. Raises NotLoopback."""
    host = urlsplit(address).hostname or ""
    if host != "localhost" and not _is_loopback_ip(host):
        raise NotLoopback(address)
    return address.rstrip("/")


def _is_loopback_ip(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
