"""Which of the sandbox's fault switches is thrown now?"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from tests.sandbox.running import Running

ANY_PLATFORM = ("*", "graph", "instagram_private", "x")
# Longer than a connector waits for an answer.
HANG_SECONDS = 10
FAULTS: dict[str, dict[str, Any]] = {
    "status 500": {"kind": "status", "status": 500, "body": "Internal error"},
    "status 503": {"kind": "status", "status": 503},
    "status 429": {"kind": "status", "status": 429},
    "delay": {"kind": "delay", "seconds": 2},
    "hang": {"kind": "delay", "seconds": HANG_SECONDS},
    "reset before": {"kind": "reset_before"},
    "reset after": {"kind": "reset_after"},
    "reset after a write": {"kind": "reset_after", "method": "POST"},
    "error after a write": {"kind": "error_after_write", "method": "POST"},
    "repeated page": {"kind": "repeat_page", "method": "GET"},
    "HTML": {"kind": "html"},
    "HTML after a write": {"kind": "html", "method": "POST"},
    "half of the JSON": {"kind": "truncated"},
    "no content type": {"kind": "no_content_type"},
    "rate limit": {"kind": "rate_limit", "method": "GET"},
    "token refused": {"kind": "revoked_token"},
}
INSTAGRAM: dict[str, dict[str, Any]] = {
    "challenge": {"message": "challenge_required", "challenge": {"url": "https://i.instagram.com/challenge/"}},
    "feedback required": {"message": "feedback_required"},
    "wait a few minutes": {"message": "Please wait a few minutes before you try again."},
}  # fmt: skip
PUSHES: dict[str, dict[str, Any]] = {
    "pushes as they should be": {},
    "pushes repeated": {"repeat": 3},
    "pushes silent": {"silent": True},
    "pushes wrongly signed": {"signed_wrongly": True},
}
PROFILES = (
    ("facebook", "mesaverdepd"),
    ("instagram", "mesaverdepd"),
    ("instagram", "mesaverdepd.community"),
    ("x", "MesaVerdePD"),
)


class Weather:
    """Throws switches by chance, and counts what was thrown."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.thrown: Counter[str] = Counter()

    def change(self, sandbox: Running) -> None:
        """Throw some switches; most strike a few requests and are off again."""
        for _ in range(self._chance.randrange(3)):
            self._strike(sandbox)
        if self._chance.random() < 0.15:
            self._push(sandbox)
        if self._chance.random() < 0.04:
            self._revoke(sandbox)

    def _strike(self, sandbox: Running) -> None:
        if self._chance.random() < 0.1:
            name = self._chance.choice(tuple(INSTAGRAM))
            body = {**INSTAGRAM[name], "status": "fail"}
            only_there = {"platform": "instagram_private", "kind": "status", "status": 400}
            sandbox.faults(**only_there, body=body)
        else:
            name = self._chance.choice(tuple(FAULTS))
            fault = {"platform": self._chance.choice(ANY_PLATFORM), **FAULTS[name]}
            sandbox.faults(count=self._chance.randint(1, 4), **fault)
        self.thrown[name] += 1

    def _push(self, sandbox: Running) -> None:
        name = self._chance.choice(tuple(PUSHES))
        self.thrown[name] += 1
        sandbox.pushes(**PUSHES[name])

    def _revoke(self, sandbox: Running) -> None:
        self.thrown["tokens revoked"] += 1
        sandbox.revoke(*self._chance.choice(PROFILES))

    def clear(self, sandbox: Running) -> None:
        """Switch everything off."""
        sandbox.clear_faults()
        sandbox.pushes()
