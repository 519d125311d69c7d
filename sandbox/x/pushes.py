"""What does X push to whom: subscriptions, and the sending of events, signed?

Source: X documentation, "X Activity API"; OpenAPI 2.159 and 2.167, `/2/activity/subscriptions`.
Private events need the profile's own access.
"""

from __future__ import annotations

import json
from typing import Any

import requests
from flask import Blueprint, Response, jsonify, request

from sandbox.pushing import ANSWER_SECONDS
from sandbox.records import Profile, Saying, X
from sandbox.world import World
from sandbox.x import pushed, webhooks
from sandbox.x.application import application
from sandbox.x.problems import Problem, dialect, invalid
from sandbox.x.tokens import Rate, caller
from sandbox.x.wire import moment

RATE = Rate("activity subscriptions", user=500, app=500)
HEADER = "x-twitter-webhooks-signature"
# post.reply.create and post.quote.create: X documentation, newer than OpenAPI 2.167.
KINDS = (
    "post.create",
    "post.delete",
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "dm.received",
    "dm.sent",
    "chat.received",
    "chat.sent",
)

Subscription = dict[str, Any]


class Pushes:
    """Hears what changes and pushes it to whoever subscribed."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.hearers.append(self._hear)

    def add_to(self, x: Blueprint) -> None:
        """Add the routes that manage subscriptions."""
        world = self._world

        @x.get("/2/activity/subscriptions")
        def subscriptions_listed() -> Response:
            caller(world, RATE)
            found = list(of(world).values())
            meta = {"meta": {"result_count": len(found)}} if dialect() == "tweet" else {}
            return jsonify({"data": found, **meta})

        @x.post("/2/activity/subscriptions")
        def subscribe() -> Response:
            made = _created(world, caller(world, RATE, user_only=True))
            return jsonify({"data": {"subscription": made}})

        @x.put("/2/activity/subscriptions/<subscription_id>")
        def resubscribe(subscription_id: str) -> Response:
            application(world, RATE)
            known = of(world).get(subscription_id)
            if known is None:
                raise Problem(404, "There is no such subscription")
            known |= {"webhook_id": _webhook(_body()), "updated_at": moment(world.clock.now())}
            world.touch(f"moved {subscription_id}")
            return jsonify({"data": {"subscription": known}})

    def _hear(self, change: str, saying: Saying) -> None:
        if saying.platform != X:
            return
        for kind, told in pushed.events_of(self._world, change, saying):
            for subscription in of(self._world).values():
                asked = (subscription["event_type"], subscription["filter"]["user_id"])
                if asked == (kind, saying.profile_id):
                    self._send(subscription, told)

    def _send(self, subscription: Subscription, told: dict[str, Any]) -> None:
        world = self._world
        webhook = webhooks.of(world).get(subscription["webhook_id"])
        if not webhook or not webhook["valid"]:
            return
        event = {
            "event_uuid": str(2_000_000_000_000_000_000 + world.count()),
            "filter": subscription["filter"],
            "event_type": subscription["event_type"],
            **told,
        }
        events = world.pusher.gathered(webhook["id"], event)
        if not events:
            return
        # No example shows more than one; a list is practised because nothing forbids it.
        data = event if len(events) == 1 else events
        body, address = json.dumps({"data": data}).encode("ascii"), webhook["url"]
        headers = {"Content-Type": "application/json", HEADER: self._signature(event, body)}
        world.pusher.push(
            lambda: requests.post(address, data=body, headers=headers, timeout=ANSWER_SECONDS)
        )

    def _signature(self, event: dict[str, Any], body: bytes) -> str:
        profile = self._world.profiles[event["filter"]["user_id"]]
        is_wrong = self._world.pusher.manners.is_signed_wrongly
        return webhooks.signature(profile, body[::-1] if is_wrong else body)


def of(world: World) -> dict[str, Subscription]:
    """Return the subscriptions there are, by id."""
    found: dict[str, Subscription] = world.drawer("x").setdefault("subscriptions", {})
    return found


def _created(world: World, profile: Profile) -> Subscription:
    body = _body()
    kind, about = body.get("event_type"), body.get("filter")
    if kind not in KINDS:
        raise invalid(f"event_type {kind!r} is not one of {', '.join(KINDS)}")
    if about != {"user_id": profile.id}:
        raise Problem(403, "The filter must name the profile that gave its access.")
    if any((one["event_type"], one["filter"]) == (kind, about) for one in of(world).values()):
        raise invalid("DuplicateSubscription: this is subscribed to already")
    with world.lock:
        now = moment(world.clock.now())
        made = {
            "subscription_id": str(1_950_000_000_000_000_000 + world.count()),
            "event_type": kind,
            "filter": about,
            "webhook_id": _webhook(body),
            "created_at": now,
            "updated_at": now,
        }
        of(world)[made["subscription_id"]] = made
        world.touch(f"subscribed {profile.id} to {kind}")
    return made


def _body() -> dict[str, Any]:
    body: Any = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise invalid("The body is not a JSON object")
    return body


def _webhook(body: dict[str, Any]) -> str:
    given = body.get("webhook_id")
    if not isinstance(given, str) or not given.isdecimal():
        raise invalid("webhook_id is missing or not valid")
    return given
