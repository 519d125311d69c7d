"""How does a test get a real identity provider of its own?"""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from tests.sandbox.running import ROOT, STOP_SECONDS

CLIENT_ID, CLIENT_SECRET = "the desk", "a secret of the desk, & more"
_numbers = itertools.count(1)


class Identity:
    """One provider in the process, steered by the test. It knows nobody else's manners."""

    def __init__(self, address: str) -> None:
        self.issuer = f"{address}/provider-{next(_numbers)}"
        self.http = requests.Session()
        self._usual: dict[str, Any] = {}

    @property
    def settings(self) -> dict[str, str]:
        """What the desk is set with to believe it."""
        return {
            "HEARBACK_SSO_ISSUER": self.issuer,
            "HEARBACK_SSO_CLIENT_ID": CLIENT_ID,
            "HEARBACK_SSO_CLIENT_SECRET": CLIENT_SECRET,
            "HEARBACK_SSO_NAME": "Mesa Verde ID",
        }

    def play(self, **manners: Any) -> None:
        """Behave like this from now on (see `tests/identity/provider.py`)."""
        self.http.post(f"{self.issuer}/play", json=manners).raise_for_status()

    def usually(self, **manners: Any) -> None:
        """Behave like this, whatever `play_only` adds to it."""
        self._usual |= manners
        self.play(**manners)

    def play_only(self, **manners: Any) -> None:
        """Behave as usual but for this."""
        body = {**self._usual, **manners}
        self.http.put(f"{self.issuer}/play", json=body).raise_for_status()

    def answer(self, page: str) -> str:
        """Sign in at its page, and return the address that it leads back to."""
        answer = self.http.get(page, allow_redirects=False)
        assert answer.is_redirect, answer.text
        return answer.headers["Location"]

    def logout_token(self, **claims: Any) -> str:
        """Return its word that somebody signed out."""
        answer = self.http.post(f"{self.issuer}/logout_token", json=claims)
        answer.raise_for_status()
        return answer.text

    def seen(self, what: str) -> list[dict[str, Any]]:
        """Return what it was asked at one of its addresses, oldest first."""
        every: list[dict[str, Any]] = self.http.get(f"{self.issuer}/seen").json()
        return [one for one in every if one["what"] == what]


@contextmanager
def running() -> Iterator[str]:
    """Start the process, and stop it at the end. Yields its address."""
    command = [sys.executable, "-m", "tests.identity.provider"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    words = process.stdout.readline().split()
    try:
        assert words, "The provider did not start: run the module to see why."
        yield words[-1]
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
        process.stdout.close()
