"""What do tests of single sign-on ask for: a provider, a desk that believes it, and browsers?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from inbox.models import AuditEvent, User
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.databases import Database
from tests.factories.making import Make
from tests.identity.running import Identity, running

ANA = {"sub": "248289761001", "email": "Ana@Example.org", "email_verified": True}


class Visitor:
    """Somebody at a browser who also goes to the provider's pages."""

    def __init__(self, app: Flask, identity: Identity) -> None:
        self.browser: FlaskClient = app.test_client()
        self._identity = identity

    def begin(self, path: str = "/sign-in/single") -> str:
        """Leave for the provider, and return the address of its page."""
        answer = self.browser.get(path)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def arrive(self, path: str = "/sign-in/single") -> TestResponse:
        """Leave for the provider, sign in there, and come back."""
        return self.browser.get(self._identity.answer(self.begin(path)))

    def is_in(self, path: str = "/desk/open") -> bool:
        """Say whether they see the desk."""
        return self.browser.get(path).status_code == 200


@pytest.fixture(scope="session")
def identity_process() -> Iterator[str]:
    """One process with providers for all tests of a run."""
    with running() as address:
        yield address


@pytest.fixture
def identity(identity_process: str, clock: SetClock) -> Identity:
    """A provider as on its first day, at which Ana has signed in."""
    identity = Identity(identity_process)
    identity.usually(now=clock.now().timestamp(), person=ANA)
    return identity


@pytest.fixture
def more() -> dict[str, str]:
    """Settings beside those of the provider; a test gives its own."""
    return {}


@pytest.fixture
def runtime(
    committed_database: Database,
    tmp_path: Path,
    clock: SetClock,
    identity: Identity,
    more: dict[str, str],
) -> Iterator[Runtime]:
    """A runtime that believes the provider."""
    given = {**identity.settings, **more}
    runtime = houses.runtime(committed_database.engine, tmp_path, clock, **given)
    yield runtime
    runtime.redis.close()


@pytest.fixture
def user(make: Make) -> User:
    """Ana, as an administrator let her in."""
    return make.user("Ana Lopez", email=ANA["email"])


@pytest.fixture
def visitor(app: Flask, identity: Identity) -> Visitor:
    return Visitor(app, identity)


class Log:
    """Reads what the audit log keeps."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def events(self) -> list[AuditEvent]:
        with self._runtime.reading() as session:
            return list(session.scalars(select(AuditEvent).order_by(AuditEvent.id)))

    def last(self) -> tuple[str, str]:
        """Return what the newest event is, and what it says."""
        newest = self.events()[-1]
        return newest.what, newest.detail

    def whats(self, **wanted: Any) -> list[str]:
        """Return what happened, oldest first."""
        return [
            one.what
            for one in self.events()
            if all(getattr(one, name) == value for name, value in wanted.items())
        ]


@pytest.fixture
def log(runtime: Runtime) -> Log:
    return Log(runtime)
