"""With which applications does a practice house sign in at the platforms?

The sandbox tells what the practice department registered there; what somebody
set for real platforms stands.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from urllib.request import urlopen

from hearback.launching.plan import Plan

ANSWER_SECONDS = 5
SETTINGS = {
    "facebook": {"app_id": "HEARBACK_META_APP_ID", "app_secret": "HEARBACK_META_APP_SECRET"},
    "x": {
        "consumer_key": "HEARBACK_X_CONSUMER_KEY",
        "consumer_secret": "HEARBACK_X_CONSUMER_SECRET",
        "client_id": "HEARBACK_X_CLIENT_ID",
        "client_secret": "HEARBACK_X_CLIENT_SECRET",
    },
}


def with_applications(planned: Plan) -> Plan:
    """Add the sandbox's applications to what every program is told."""
    with urlopen(f"{planned.sandbox}/sandbox/state?summary", timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - our own sandbox on loopback
        profiles = json.load(answer)["profiles"]
    told = {
        setting: profile["sign_in"][fact]
        for profile in profiles
        for fact, setting in SETTINGS.get(profile["connector"], {}).items()
    }
    made = {"HEARBACK_META_VERIFY_TOKEN": secrets.token_urlsafe(16)}
    return replace(planned, environment={**made, **told, **planned.environment})
