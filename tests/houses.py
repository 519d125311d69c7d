"""How does a test get a runtime: settings, database, clock and keys of its own?"""

from __future__ import annotations

from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import Engine

from inbox.clock import Clock
from inbox.config import Settings
from inbox.runtime import Runtime

# Nothing listens there: what leaves a transaction is only news and nudges, and
# a test that needs them starts a Redis.
NO_REDIS = "redis://127.0.0.1:1/0"


def new_key() -> str:
    return Fernet.generate_key().decode()


_KEY = new_key()


def environment(data: Path, **given: str) -> dict[str, str]:
    """Settings for a house in a folder of its own, as a process would get them."""
    usual = {
        "HEARBACK_DATA": str(data),
        "HEARBACK_SECRET_KEY": "a secret for tests",
        "HEARBACK_CREDENTIALS_KEY": _KEY,
        "HEARBACK_SECOND_STEP": "offered",
        "REDIS_URL": NO_REDIS,
    }
    return {**usual, **given}


def runtime(engine: Engine, data: Path, clock: Clock, **given: str) -> Runtime:
    address = engine.url.render_as_string(hide_password=False)
    return runtime_of(environment(data, DATABASE_URL=address, **given), engine, clock)


def runtime_of(environment: dict[str, str], engine: Engine, clock: Clock) -> Runtime:
    return Runtime(Settings.from_environment(environment), engine=engine, clock=clock)
