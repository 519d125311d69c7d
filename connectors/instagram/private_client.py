"""How do we speak through instagrapi without its surprises?"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, NoReturn

import requests
from instagrapi import Client
from instagrapi.exceptions import ChallengeRequired

from connectors import echoes, transport
from connectors.phrases import Phrase

SETTLED = {
    "private_transport": "requests",
    "public_transport": "requests",
    "request_timeout": 0,
    "session_retry_total": 0,
    "public_request_retries_count": 0,
    "tls_verify": True,
}
"""What saved settings must not change: `request_timeout` is a sleep and retries repeat POSTs."""

REQUEST_TIMEOUT_STATUS = 408

# instagrapi logs whole answers, people's private messages among them.
_SILENT = logging.getLogger("instagrapi.silent")
_SILENT.setLevel(logging.CRITICAL + 1)


class Interrupted(requests.RequestException):
    """An answer broke off, so whether the request took effect is not known."""


def opened(settings: Mapping[str, Any], address: str | None) -> Client:
    """Build a client for one job from saved settings, or a new device from none.

    `address` is a loopback stand-in for Instagram. Source: instagrapi 3.2.2,
    `Client.__init__` and `LoginMixin.init`.
    """
    client = Client(
        settings={**settings, **SETTLED},
        private_transport="requests",
        request_timeout=0,
        session_retry_total=0,
        with_challenge_flow=False,
        delay_range=None,
        logger=_SILENT,
    )
    client.private_request_logger = _SILENT
    client.challenge_code_handler = _cannot_answer
    client.change_password_handler = _cannot_answer
    client.private.hooks["response"].append(_whole)
    mount(client, address)
    return client


def mount(client: Client, address: str | None) -> None:
    """Route a client's three sessions; again after anything that runs `init()`."""
    for session in (client.private, client.public, client.graphql):
        transport.mount(session, address)


def _whole(response: requests.Response, **_options: Any) -> None:
    # On 408 and on a broken answer instagrapi sleeps and sends the same POST again.
    if response.status_code == REQUEST_TIMEOUT_STATUS:
        raise Interrupted(Phrase("Instagram gave up waiting for the request."), response=response)
    try:
        echoes.remove(response)
        _ = response.content
    except requests.exceptions.ChunkedEncodingError as error:
        raise Interrupted(Phrase("Instagram's answer broke off."), response=response) from error


def _cannot_answer(*_facts: Any) -> NoReturn:
    # The defaults read standard input, which would hold a worker for ever.
    raise ChallengeRequired(
        Phrase("Instagram asks for a code that only the account's owner can give.")
    )
