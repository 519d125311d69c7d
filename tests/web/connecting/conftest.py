"""A desk whose platforms are the sandbox, with the department's applications set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests

from inbox.models import Role
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.sandbox.running import Running
from tests.web.conftest import Person, SignIn

if TYPE_CHECKING:
    from tests.databases import Database

META = ("HEARBACK_META_APP_ID", "HEARBACK_META_APP_SECRET")
X = ("HEARBACK_X_CONSUMER_KEY", "HEARBACK_X_CONSUMER_SECRET")
X_OAUTH2 = ("HEARBACK_X_CLIENT_ID", "HEARBACK_X_CLIENT_SECRET")


@pytest.fixture
def clock() -> SetClock:
    """A clock that starts now, as the sandbox's does."""
    return SetClock(datetime.now(UTC))


@pytest.fixture
def runtime(
    committed_database: Database, sandbox: Running, tmp_path: Path, clock: SetClock
) -> Iterator[Runtime]:
    """A runtime that reaches the sandbox."""
    meta, x = (sandbox.profile(name)["sign_in"] for name in ("facebook", "x"))
    runtime = houses.runtime(
        committed_database.engine,
        tmp_path,
        clock,
        HEARBACK_PLATFORM_ADDRESS=sandbox.address,
        **dict(zip(META, (meta["app_id"], meta["app_secret"]), strict=True)),
        **dict(zip(X, (x["consumer_key"], x["consumer_secret"]), strict=True)),
        **dict(zip(X_OAUTH2, (x["client_id"], x["client_secret"]), strict=True)),
    )
    yield runtime
    runtime.redis.close()


@pytest.fixture
def admin(make: Make, sign_in: SignIn) -> Person:
    """An administrator at a browser."""
    return sign_in(make.user(name="Rosa Martinez", role=Role.ADMINISTRATOR)).proven()


def begin(person: Person, connector: str, **form: object) -> str:
    """Begin a sign-in; return the platform's consent page that the desk leads to."""
    begun = person.post("/accounts/connections", connector=connector, **form)
    assert begun.status_code == 303, begun.text
    page = person.get(begun.location).text
    return (
        page.partition('class="btn btn-primary" href="')[2].partition('"')[0].replace("&amp;", "&")
    )


def consent(page: str, answer: str = "yes") -> str:
    """Answer on the platform's page as a person would; return the path they are sent back to."""
    decision = {"yes": "allow", "no": "deny"}[answer]
    form = {"consent": answer, "decision": decision, "username": "@MesaVerdePD"}
    given = {**form, **dict(_hidden(requests.get(page, timeout=5).text))}
    back = requests.post(page, data=given, timeout=5, allow_redirects=False).headers["Location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def _hidden(page: str) -> Iterator[tuple[str, str]]:
    for piece in page.split('<input type="hidden" name="')[1:]:
        name, _, rest = piece.partition('" value="')
        yield name, rest.partition('"')[0].replace("&amp;", "&")
