"""How does a bench serve a large desk: one web process, and people who are signed in?"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from playwright.sync_api import Page, sync_playwright

from hearback.launching.ground import free_port
from hearback.launching.program import Program
from inbox import session_lock
from inbox.clock import SystemClock
from inbox.models import Role, User
from inbox.runtime import Runtime
from tests import houses
from tests.browser.conftest import chromium
from tests.database_copies import Database
from tests.redis_server import running_redis
from web.app import create_app

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A web process, where it answers, and what other processes of its house need to know."""

    address: str
    environment: dict[str, str]
    runtime: Runtime


@contextmanager
def of(data: Path, database: Database) -> Iterator[Served]:
    """Serve a database as `hearback serve` does, with a Redis of its own."""
    port = free_port()
    with running_redis() as redis:
        environment = houses.environment(
            data, DATABASE_URL=database.url, REDIS_URL=redis.address, HEARBACK_PORT=str(port)
        )
        runtime = houses.runtime_of(environment, database.engine, SystemClock())
        command = [sys.executable, "-m", "hearback", "serve"]
        program = Program("web", command, log=data / "logs" / "web.log", environment=environment)
        program.start()
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, program)
            yield Served(address, environment, runtime)
        finally:
            program.kill()
            runtime.redis.close()


def cookies(runtime: Runtime, names: Iterable[str]) -> list[str]:
    """Let people of these names in, and return the cookie of each."""
    app = create_app(runtime)
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    given = []
    for name in names:
        with runtime.writing() as session:
            person = User(
                email=f"{name.lower().replace(' ', '-')}@example.org",
                name=name,
                role=Role.SENIOR,
                password_hash="",
                is_active=True,
                created_at=runtime.clock.now(),
            )
            session.add(person)
            session.flush()
            key = session_lock.begin(session, person)
            borne = {"user_id": person.id, "sign_in_number": person.sign_in_number, "key": key}
        given.append(f"{app.config['SESSION_COOKIE_NAME']}={signing.dumps(borne)}")
    return given


@contextmanager
def looking(served: Served, cookie: str) -> Iterator[Page]:
    """Give a Chromium that shows the desk to whoever bears a cookie."""
    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright, chromium(playwright.chromium) as browser:
        page = browser.new_context(locale="en-US").new_page()
        page.context.add_cookies([{"name": name, "value": value, "url": served.address}])
        page.goto(f"{served.address}/desk/open")
        page.locator("#rows > li").first.wait_for()
        yield page


def _wait_for(address: str, program: Program) -> None:
    late = time.monotonic() + START_SECONDS
    while time.monotonic() < late:
        try:
            requests.get(f"{address}/healthz", timeout=1).raise_for_status()
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(program.last_words())
