"""Which secrets does a running house hold, and where could they be read without its keys?"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from hearback.command_line import main
from hearback.seeding import department
from inbox import accounts
from inbox.config import Settings
from inbox.models import Capture, Webhook
from inbox.runtime import Runtime
from tests.hearback.launched import PASSWORD, Launched

# They are what is secret, and the sandbox gives secrets out.
KEYS = ("secret_key", "credentials_key", "redis_password", "seed_password", "redis/redis.conf")
WORDS = ("token", "secret", "session", "password")
SHORTEST = 8
MOST_PAGES = 40
ADMINISTRATOR = department.email_of("alex")
SUPERVISOR = department.email_of("marcus")


@dataclass(frozen=True)
class Planted:
    """A house with the secrets that it holds, by where they come from."""

    house: Launched
    secrets: Mapping[str, bytes]
    api_token: str

    def said(self, name: str) -> str:
        """Return the first secret whose name has these words."""
        return next(value for key, value in self.secrets.items() if name in key).decode()

    def found(self) -> list[str]:
        """Say where which secret stands for anybody to read."""
        return [
            f"{name} in {place}"
            for place, words in self._places()
            for name, secret in self.secrets.items()
            if secret in words
        ]

    def _places(self) -> Iterator[tuple[str, bytes]]:
        yield from _pages(self.house)
        yield from _answers(self.house, self.api_token)
        yield from _commands(self.house)
        yield from _archive(self.house)
        for file in sorted(self.house.data.rglob("*")):
            name = str(file.relative_to(self.house.data))
            if file.is_file() and name not in KEYS and not name.startswith("sandbox/"):
                yield name, file.read_bytes()


def plant(house: Launched, **more: str) -> Planted:
    """Gather what a house must keep to itself; `more` are secrets that the test knows."""
    with opened(house) as runtime, runtime.reading() as session:
        found = {
            f"{account.connector} {name}": secret
            for account in accounts.everyone(session)
            for name, secret in _leaves(accounts.access(session, account.id).credentials)
        }
    for profile in house.sandbox.state()["profiles"]:
        found |= {f"{profile['connector']} {n}": s for n, s in _leaves(profile["sign_in"])}
    found |= {name: (house.data / name).read_text().strip() for name in KEYS[:3]}
    api_token = _run(house, "token", "create", SUPERVISOR).strip()
    found |= {"seed password": PASSWORD, "API token": api_token, **more}
    return Planted(house, {name: value.encode() for name, value in found.items()}, api_token)


class opened:  # noqa: N801 - reads as a verb where it is used
    """The house as a process of its own would open it, closed at the end."""

    def __init__(self, house: Launched) -> None:
        self._runtime = Runtime(Settings.from_environment(house.environment))

    def __enter__(self) -> Runtime:
        return self._runtime

    def __exit__(self, *_: object) -> None:
        self._runtime.close()


def signed_in(house: Launched, email: str = ADMINISTRATOR) -> requests.Session:
    """Sign somebody in, as a browser would."""
    browser = requests.Session()
    form = {"email": email, "password": PASSWORD}
    browser.post(f"{house.address}/sign-in", data=form).raise_for_status()
    return browser


def _leaves(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from _leaves(value)
        elif isinstance(value, str) and len(value) >= SHORTEST and any(w in name for w in WORDS):
            yield name, value


def _pages(house: Launched) -> Iterator[tuple[str, bytes]]:
    """Open everything that pages lead to, as an administrator and as a supervisor."""
    for email in (ADMINISTRATOR, SUPERVISOR):
        yield from _walked(house, signed_in(house, email))


def _walked(house: Launched, browser: requests.Session) -> Iterator[tuple[str, bytes]]:
    left, seen = ["/"], {"/"}
    while left and len(seen) < MOST_PAGES:
        path = left.pop(0)
        page = browser.get(f"{house.address}{path}")
        yield path, page.content + str(page.headers).encode()
        fresh = [one for one in re.findall(r'href="(/[^"#]*)"', page.text) if one not in seen]
        left += fresh
        seen |= set(fresh)


def _answers(house: Launched, token: str) -> Iterator[tuple[str, bytes]]:
    program = requests.Session()
    program.headers["Authorization"] = f"Bearer {token}"
    base = f"{house.address}/api/v1"
    listed = program.get(f"{base}/conversations", params={"limit": 10})
    yield "API conversations", listed.content
    for one in listed.json()["items"]:
        for path in (f"conversations/{one['id']}", f"conversations/{one['id']}/messages"):
            yield f"API {path}", program.get(f"{base}/{path}").content


def _commands(house: Launched) -> Iterator[tuple[str, bytes]]:
    yield "account list", _run(house, "account", "list").encode()
    for number in range(1, 5):
        yield f"account show {number}", _run(house, "account", "show", str(number)).encode()


def _run(house: Launched, *words: str) -> str:
    done = CliRunner().invoke(main, list(words), env=house.environment, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def _archive(house: Launched) -> Iterator[tuple[str, bytes]]:
    with opened(house) as runtime, Session(runtime.engine) as session:
        for capture in session.scalars(select(Capture)):
            yield f"capture {capture.id}, {capture.source}", zlib.decompress(capture.body)
        for webhook in session.scalars(select(Webhook)):
            yield f"webhook {webhook.id}", zlib.decompress(webhook.body)
