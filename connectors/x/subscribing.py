"""How is X told to push: where to for the application, and what for each profile?

Source: X documentation, "Webhooks" and "X Activity API"; OpenAPI 2.167 `/2/webhooks`,
`/2/activity/subscriptions`. Private events need the profile's own access. Why this and not
the Account Activity API: docs/platforms.md 2.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

from connectors.consent import Application
from connectors.errors import AddressUnknown, Refused
from connectors.phrases import Phrase
from connectors.x.application import ApplicationClient
from connectors.x.client import XClient
from connectors.x.json_fields import Raw, child, word
from connectors.x.webhook import READERS

PATH = "/webhooks/x"
WEBHOOKS, SUBSCRIPTIONS = "/2/webhooks", "/2/activity/subscriptions"


class NoAddress(AddressUnknown):
    """Nobody told X where the desk is."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "X knows no address of this desk that answers. Run `hearback webhooks subscribe`."
            )
        )


class NotPushed(Refused):
    """X refused some of the events; the others come."""


def subscribe_application(application: Application, *, callback: str) -> None:
    """Let X push to an address; it calls there first, so the desk must answer.

    An address of ours that no longer answers makes room: X allows few. Raises ConnectorError.
    """
    line = ApplicationClient(application)
    for webhook in _ours(line):
        # Refused when nobody answers there; what X thinks of it then is read below.
        with suppress(Refused):
            line.call("PUT", f"{WEBHOOKS}/{word(webhook, 'id')}")
    standing = _ours(line)
    for webhook in standing:
        if not webhook.get("valid"):
            line.call("DELETE", f"{WEBHOOKS}/{word(webhook, 'id')}")
    if not any(one.get("valid") and word(one, "url") == callback for one in standing):
        line.call("POST", WEBHOOKS, json={"url": callback})


def subscribe_profile(application: Application, client: XClient) -> None:
    """Let X push what happens on one profile, whatever it did before.

    Raises NoAddress, NotPushed or another ConnectorError.
    """
    line = ApplicationClient(application)
    webhook_id = _newest(line)
    standing = _standing(line, client.me)
    refused = []
    for event in READERS:
        try:
            _subscribe(line, client, event, standing.get(event), webhook_id)
        except Refused as problem:
            refused.append(f"{event} ({problem})")
    if refused:
        raise NotPushed(Phrase("X does not push {refused}", refused=", ".join(refused)))


def _subscribe(
    line: ApplicationClient, client: XClient, event: str, known: Raw | None, webhook_id: str
) -> None:
    if known is None:
        asked = {
            "event_type": event,
            "filter": {"user_id": client.me},
            "webhook_id": webhook_id,
        }
        client.write(partial(client.tweepy.request, "POST", SUBSCRIPTIONS), json=asked)
    elif word(known, "webhook_id") != webhook_id:
        route = f"{SUBSCRIPTIONS}/{word(known, 'subscription_id')}"
        line.call("PUT", route, json={"webhook_id": webhook_id})


def _standing(line: ApplicationClient, me: str) -> Mapping[str, Raw]:
    every = line.every(SUBSCRIPTIONS)
    return {
        word(one, "event_type"): one for one in every if word(child(one, "filter"), "user_id") == me
    }


def _ours(line: ApplicationClient) -> list[Raw]:
    return [one for one in line.every(WEBHOOKS) if urlsplit(word(one, "url")).path == PATH]


def _newest(line: ApplicationClient) -> str:
    ids = [word(one, "id") for one in _ours(line) if one.get("valid")]
    if not ids:
        raise NoAddress
    return max(ids, key=int)
