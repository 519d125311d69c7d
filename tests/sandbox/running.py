"""How does a test get a real sandbox of its own?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 10


class Running:
    """A sandbox in its own process, steered through its control endpoints."""

    def __init__(self, address: str, process: subprocess.Popen[str]) -> None:
        self.address = address
        self.process = process
        self.http = requests.Session()

    def say(self, **facts: Any) -> str:
        """Say something (see `POST /sandbox/say`) and return the id of the saying."""
        return str(self.control("say", facts)["id"])

    def say_many(self, *facts: dict[str, Any]) -> list[str]:
        """Say a list of things, each perhaps with a `count`, and return their ids."""
        return [str(i) for i in self.control("say", list(facts))["ids"]]

    def publish(self, **facts: Any) -> str:
        """Let the department publish a post and return its id."""
        return str(self.control("publish", facts)["id"])

    def edit(self, saying_id: str, text: str) -> str:
        """Change a saying's words; return its id, which is a new one on X."""
        return str(self.control("edit", {"id": saying_id, "text": text})["id"])

    def go_live(self, **broadcast: Any) -> dict[str, Any]:
        """Go on the air; return the post's `id` and what `live` tells of it."""
        return self.control("live", broadcast)

    def end_live(self, **broadcast: Any) -> None:
        """Go off the air."""
        self.control("live/end", broadcast)

    def remove(self, saying_id: str) -> None:
        """Take a saying away."""
        self.control("remove", {"id": saying_id})

    def hide(self, saying_id: str, *, hidden: bool = True) -> None:
        """Hide a saying as the platform would, or show it again."""
        self.control("hide", {"id": saying_id, "hidden": hidden})

    def unlist(self, saying_id: str, *, unlisted: bool = True) -> None:
        """Leave a saying out of the lists while the counts go on counting it."""
        self.control("unlist", {"id": saying_id, "unlisted": unlisted})

    def like(self, saying_id: str, count: int) -> None:
        """Let so many people like a saying."""
        self.control("like", {"id": saying_id, "count": count})

    def react(self, saying_id: str, emoji: str = "") -> None:
        """Let the resident put an emoji below a direct message, or take it back."""
        self.control("react", {"id": saying_id, "emoji": emoji})

    def faults(self, *faults: dict[str, Any], **fault: Any) -> None:
        """Switch on one fault given by name, or several given as objects."""
        self.control("faults", [*faults, fault] if fault else list(faults))

    def clear_faults(self) -> None:
        """Switch every fault off."""
        self.http.delete(f"{self.address}/sandbox/faults").raise_for_status()

    def pushes(self, **manners: Any) -> None:
        """Say how they push: `repeat`, `batch`, `silent`, `signed_wrongly`; well by default."""
        self.control("pushes", manners)

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock forward."""
        self.control("clock", {"advance_seconds": seconds})

    def limits(self, mode: str) -> None:
        """Turn the platforms' rate limits `real` or `off`."""
        self.control("limits", {"limits": mode})

    def revoke(self, platform: str, profile: str | None = None) -> None:
        """Revoke every token of one of the department's profiles."""
        self.control("revoke", {"platform": platform, "profile": profile})

    def reset(self) -> None:
        """Go back to the seeded department, without faults, journal or advanced clock."""
        self.control("reset", {})

    def journal(self, **wanted: Any) -> list[dict[str, Any]]:
        """List the platform requests whose facts equal, or path contains, `wanted`."""
        entries: list[dict[str, Any]] = self._get("journal", wanted)["entries"]
        return entries

    def state(self) -> dict[str, Any]:
        """Return everything the sandbox knows."""
        return self._get("state", {})

    def profile(self, connector: str) -> dict[str, Any]:
        """Return the department's profile that a connector reaches."""
        profiles = self._get("state", {"summary": 1})["profiles"]
        return next(p for p in profiles if p["connector"] == connector)

    def sayings(self, **wanted: Any) -> list[dict[str, Any]]:
        """List the sayings whose facts equal `wanted`, removed ones too."""
        found = self.state()["sayings"]
        return [s for s in found if all(s[name] == value for name, value in wanted.items())]

    def control(self, name: str, body: Any) -> dict[str, Any]:
        """Post to a control endpoint. Raises AssertionError with its complaint."""
        answer = self.http.post(f"{self.address}/sandbox/{name}", json=body)
        assert answer.ok, answer.text
        facts: dict[str, Any] = answer.json()
        return facts

    def _get(self, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
        answer = self.http.get(f"{self.address}/sandbox/{name}", params=parameters)
        assert answer.ok, answer.text
        facts: dict[str, Any] = answer.json()
        return facts


@contextmanager
def running(*options: str) -> Iterator[Running]:
    """Start a sandbox on a free port, and stop it at the end."""
    sandbox = start(*options)
    try:
        yield sandbox
    finally:
        stop(sandbox)


def start(*options: str) -> Running:
    """Start a sandbox on a free port, with options of `python -m sandbox`."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--limits", "off", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    words = process.stdout.readline().split()
    assert words, "The sandbox did not start; its complaint is above."
    return Running(words[-1], process)


def stop(sandbox: Running) -> None:
    """Ask a sandbox to stop and wait until it has."""
    sandbox.http.close()
    sandbox.process.terminate()
    sandbox.process.wait(STOP_SECONDS)
    if sandbox.process.stdout:
        sandbox.process.stdout.close()
