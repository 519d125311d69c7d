"""How soon is a push answered?"""

from __future__ import annotations

import hashlib
import hmac
import json
import statistics
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

import requests

from bench.percentile import percentile
from tests.hearback.launched import Launched

COUNT = 300
A_SECOND = 20
ANSWER_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Timed:
    """How long each answer took, in milliseconds."""

    taken: list[float]

    def described(self, aim: float) -> str:
        """Return one line."""
        p99 = percentile(self.taken, 99)
        return (
            f"POST /webhooks     {len(self.taken)}: median {statistics.median(self.taken):.1f} ms, "
            f"99th percentile {p99:.1f} ms, longest {max(self.taken):.1f} ms, aim {aim} ms"
        )


class Answers:
    """Pushes as Meta and X in turn, signed, with private messages that nobody here gets."""

    def __init__(self, house: Launched) -> None:
        self._house = house
        sandbox = house.sandbox
        self._meta = sandbox.profile("facebook")["sign_in"]["app_secret"].encode()
        self._x = sandbox.profile("x")["sign_in"]["consumer_secret"].encode()

    def timed(self) -> Timed:
        """Push at a steady rate and time each answer."""
        taken, begin = [], time.monotonic()
        with requests.Session() as session:
            for number, (path, body, headers) in enumerate(self._pushes()):
                start = time.perf_counter()
                answer = session.post(
                    f"{self._house.address}/webhooks/{path}",
                    data=body,
                    headers=headers,
                    timeout=ANSWER_SECONDS,
                )
                taken.append(1000 * (time.perf_counter() - start))
                answer.raise_for_status()
                time.sleep(max(0.0, begin + (number + 1) / A_SECOND - time.monotonic()))
        return Timed(taken)

    def _pushes(self) -> Iterator[tuple[str, bytes, dict[str, str]]]:
        for number in range(COUNT):
            yield self._of_x(number) if number % 2 else self._of_meta(number)

    def _of_meta(self, number: int) -> tuple[str, bytes, dict[str, str]]:
        said = {
            "sender": {"id": "1"},
            "recipient": {"id": "2"},
            "timestamp": 1_795_000_000_000 + number,
            "message": {"mid": f"m_{number}", "text": "Is it open? " * 40},
        }
        entry = {"id": "2", "time": 1, "messaging": [said]}
        body = json.dumps({"object": "page", "entry": [entry]}).encode()
        signature = hmac.new(self._meta, body, hashlib.sha256).hexdigest()
        return "meta", body, {"X-Hub-Signature-256": f"sha256={signature}"}

    def _of_x(self, number: int) -> tuple[str, bytes, dict[str, str]]:
        told = {
            "target": {"recipient_id": "2"},
            "sender_id": "1",
            "message_data": {"text": "Is it open? " * 40},
        }
        said = {
            "type": "message_create",
            "id": str(number),
            "created_timestamp": "1795000000000",
            "message_create": told,
        }
        event = {
            "event_type": "dm.received",
            "filter": {"user_id": "2"},
            "payload": {"direct_message_events": [said]},
        }
        body = json.dumps({"data": event}).encode()
        signature = b64encode(hmac.digest(self._x, body, "sha256")).decode()
        return "x", body, {"x-twitter-webhooks-signature": f"sha256={signature}"}
