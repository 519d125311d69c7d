"""How does a subscriber know that a webhook is ours, fresh, and not another one's?

As Standard Webhooks has it (specification, "Signature scheme", version 1): HMAC-SHA256 over the
number, the moment and the raw body, in three headers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """Return a secret that nobody guesses."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(secret: str, number: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers that name, date and sign a body."""
    moment = str(int(at.timestamp()))
    return {
        "webhook-id": number,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{_signature(secret, number, moment, body)}",
    }


def _signature(secret: str, number: str, moment: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((number.encode(), moment.encode(), body))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
