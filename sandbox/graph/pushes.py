"""To whom does Meta push, and how does a desk subscribe?

The application says where, once for Pages and once for Instagram, and Meta
calls there before it agrees; then each Page says that it may be told of.
Source: Graph API, Application `/subscriptions`, Page `/subscribed_apps`;
Webhooks, Getting Started.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import Any

import requests
from flask import Blueprint, request

from sandbox.graph import accounts, tokens
from sandbox.graph.failing import GraphError, bad_parameter
from sandbox.graph.pushed import ABOUT, Entry, entry_of
from sandbox.pushing import ANSWER_SECONDS, is_on_this_machine
from sandbox.records import Profile, Saying
from sandbox.world import World

NOT_VERIFIED = 2200
WHERE, WHO = "subscriptions", "subscribed_apps"


def subscribe_page(world: World, page: Profile, asked: Any) -> dict[str, Any]:
    """Let what happens on a Page be pushed (`POST /{page}/subscribed_apps`)."""
    fields = asked.get("subscribed_fields")
    if not fields:
        raise bad_parameter("The parameter subscribed_fields is required")
    world.drawer(tokens.DRAWER).setdefault(WHO, {})[page.id] = fields.split(",")
    world.touch(f"subscribed to {page.id}")
    return {"success": True}


class Pushes:
    """Hears what changes and pushes it to whoever subscribed."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.hearers.append(self._hear)

    def add_to(self, graph: Blueprint) -> None:
        """Add the application's subscriptions (`POST /{app}/subscriptions`)."""

        @graph.post("/<version>/<app_id>/subscriptions")
        def subscribe(version: str, app_id: str) -> dict[str, Any]:
            _ = version
            self._check_application(app_id)
            about, address = (
                request.values.get("object", ""),
                request.values.get("callback_url", ""),
            )
            if about not in ABOUT.values() or not is_on_this_machine(address):
                raise bad_parameter("object must be page or instagram, callback_url on loopback")
            _verify(address, request.values.get("verify_token", ""))
            with self._world.lock:
                self._world.drawer(tokens.DRAWER).setdefault(WHERE, {})[about] = address
                self._world.touch(f"pushes {about} to {address}")
            return {"success": True}

    def _hear(self, change: str, saying: Saying) -> None:
        profile = self._world.profiles[saying.profile_id]
        about = ABOUT.get(profile.connector)
        entry = entry_of(self._world, change, saying) if about else None
        if about and entry and self._is_subscribed(profile):
            self._send(about, entry)

    def _is_subscribed(self, profile: Profile) -> bool:
        return accounts.page_of(profile) in self._world.drawer(tokens.DRAWER).get(WHO, {})

    def _send(self, about: str, entry: Entry) -> None:
        address = self._world.drawer(tokens.DRAWER).get(WHERE, {}).get(about)
        entries = self._world.pusher.gathered(about, entry) if address else []
        if address is None or not entries:
            return
        # json escapes all that is not ASCII, as Meta does, and the signature is over that.
        body = json.dumps({"object": about, "entry": entries}).encode("ascii")
        secret = self._secret()
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}
        self._world.pusher.push(
            lambda: requests.post(address, data=body, headers=headers, timeout=ANSWER_SECONDS)
        )

    def _secret(self) -> str:
        secret = str(accounts.pages(self._world)[0].sign_in["app_secret"])
        return secret[::-1] if self._world.pusher.manners.is_signed_wrongly else secret

    def _check_application(self, app_id: str) -> None:
        known = accounts.pages(self._world)[0].sign_in
        given = request.values.get("access_token", "")
        if app_id != known["app_id"] or given != f"{app_id}|{known['app_secret']}":
            raise GraphError(190, "Invalid OAuth access token - Cannot parse access token")


def _verify(address: str, verify_token: str) -> None:
    challenge = secrets.token_hex(8)
    asked = {
        "hub.mode": "subscribe",
        "hub.verify_token": verify_token,
        "hub.challenge": challenge,
    }
    try:
        answer = requests.get(address, params=asked, timeout=ANSWER_SECONDS)
    except requests.RequestException as error:
        raise _not_verified(str(error)) from error
    if not answer.ok or answer.text != challenge:
        raise _not_verified(f"HTTP Status Code = {answer.status_code}")


def _not_verified(why: str) -> GraphError:
    return GraphError(
        NOT_VERIFIED, f"(#2200) Callback verification failed with the following errors: {why}"
    )
