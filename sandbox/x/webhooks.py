"""To which address does X push, and does the desk there know its application's secret?

Source: X documentation, "Webhooks"; OpenAPI 2.159 and 2.167, `/2/webhooks`.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b64encode
from typing import Any

import requests
from flask import Blueprint, Response, jsonify, request

from sandbox.pushing import ANSWER_SECONDS, is_on_this_machine
from sandbox.records import Profile
from sandbox.world import World
from sandbox.x.application import application
from sandbox.x.problems import Problem, dialect, invalid
from sandbox.x.tokens import Rate
from sandbox.x.wire import moment

RATE = Rate("webhooks", user=450, app=450)
MOST = 1
"""So many a self-serve application may have."""

Webhook = dict[str, Any]


def add(x: Blueprint, world: World) -> None:
    """Add the routes that manage webhooks."""

    @x.get("/2/webhooks")
    def webhooks_listed() -> Response:
        application(world, RATE)
        found = list(of(world).values())
        rows = {"data": found} if found else {}
        return jsonify({**rows, "meta": {"result_count": len(found)}})

    @x.post("/2/webhooks")
    def register() -> Response:
        made = _created(world, application(world, RATE), _address(of(world)))
        return jsonify(made if dialect() == "tweet" else {"data": made})

    @x.put("/2/webhooks/<webhook_id>")
    def challenge(webhook_id: str) -> Response:
        profile = application(world, RATE)
        webhook = _known(world, webhook_id)
        webhook["valid"] = _answers(webhook["url"], profile)
        world.touch(f"asked {webhook['url']} again")
        if not webhook["valid"]:
            raise invalid("CrcValidationFailed: the callback did not answer as it must")
        told = {"attempted": True} if dialect() == "tweet" else {"valid": True}
        return jsonify({"data": told})

    @x.delete("/2/webhooks/<webhook_id>")
    def unregister(webhook_id: str) -> Response:
        application(world, RATE)
        _known(world, webhook_id)
        del of(world)[webhook_id]
        world.touch(f"removed the webhook {webhook_id}")
        return jsonify({"data": {"deleted": True}})


def of(world: World) -> dict[str, Webhook]:
    """Return the webhooks there are, by id."""
    found: dict[str, Webhook] = world.drawer("x").setdefault("webhooks", {})
    return found


def signature(profile: Profile, body: bytes) -> str:
    """Sign as X does, with the application's secret."""
    secret = profile.sign_in["consumer_secret"].encode()
    return "sha256=" + b64encode(hmac.digest(secret, body, "sha256")).decode()


def _address(known: dict[str, Webhook]) -> str:
    body: Any = request.get_json(silent=True)
    address = body.get("url") if isinstance(body, dict) else None
    if not isinstance(address, str) or not is_on_this_machine(address):
        raise invalid("UrlValidationFailed: the url must be on loopback here")
    if any(one["url"] == address for one in known.values()):
        raise invalid("DuplicateUrlFailed: a webhook is registered for this url")
    if len(known) >= MOST:
        raise invalid("WebhookLimitExceeded: the application has a webhook already")
    return address


def _created(world: World, profile: Profile, address: str) -> Webhook:
    if not _answers(address, profile):
        raise invalid("CrcValidationFailed: the callback did not answer as it must")
    with world.lock:
        made: Webhook = {
            "id": str(1_900_000_000_000_000_000 + world.count()),
            "url": address,
            "valid": True,
            "created_at": moment(world.clock.now()),
        }
        of(world)[made["id"]] = made
        world.touch(f"pushes to {address}")
    return made


def _answers(address: str, profile: Profile) -> bool:
    """Challenge an address (CRC): it must sign our words with the secret it should know."""
    challenge = secrets.token_urlsafe(24)
    try:
        answer = requests.get(address, params={"crc_token": challenge}, timeout=ANSWER_SECONDS)
        told = answer.json().get("response_token")
    except (requests.RequestException, ValueError, AttributeError):
        return False
    return answer.ok and told == signature(profile, challenge.encode())


def _known(world: World, webhook_id: str) -> Webhook:
    webhook = of(world).get(webhook_id)
    if webhook is None:
        raise Problem(404, "WebhookIdInvalid: there is no such webhook")
    return webhook
