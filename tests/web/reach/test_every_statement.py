"""Is everything that a limited person's requests ask the database held to what they reach?

Statements over mapped classes are, by themselves; one over a plain table must say so
(`reach.narrowed`, `reach.conditions`). So whatever is asked while every page, form and operation
is called is looked at as the database gets it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, g, has_request_context
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from inbox import reach
from inbox.models import Conversation
from inbox.runtime import Runtime
from tests.house import sources
from tests.web.conftest import Person
from tests.web.reach.conftest import Hidden
from tests.web.reach.test_matrix import EVERYWHERE, _asked, _lists, _numbered, _token

TABLES = {
    "act",
    "attachment",
    "contact",
    "contact_link",
    "conversation",
    "delivery",
    "draft",
    "event",
    "message",
    "message_version",
    "moderation",
    "mute",
    "note",
    "notification",
    "post",
    "promise",
    "reminder",
    "search_entry",
    "submission",
    "wait",
}
"""What belongs to an account, or is told of it; of two indexes only numbers are taken, whose rows
are then loaded as narrowly as these."""

OF_THE_PUBLIC = {"post"}
"""What the department published itself."""

BY_ACCOUNT = re.compile(r"reached_\w+|account_id \+|account_id IN")
BY_PUBLIC = re.compile(r"private_message")
ROWS = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')


@contextmanager
def _listening(
    runtime: Runtime, narrowed: re.Pattern[str], tables: set[str]
) -> Iterator[dict[str, str]]:
    """Collect what was not narrowed, by the place that asked for it."""
    found: dict[str, str] = {}

    def note(_connection: Connection, _cursor: object, sql: str, *_more: object) -> None:
        session: Session | None = g.get("session") if has_request_context() else None
        is_held = session is not None and reach.held(session) != reach.ALL
        is_of_account = bool(tables & set(ROWS.findall(sql)))
        is_read = sql.startswith(("SELECT", "WITH"))
        if is_held and is_of_account and is_read and not narrowed.search(sql):
            found.setdefault(_asker(), sql)

    engine = runtime.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _asker() -> str:
    frame = sys._getframe(1)  # noqa: SLF001 - the only way to whoever asks
    while frame:
        file = Path(frame.f_code.co_filename)
        ours = (sources.ROOT / "inbox", sources.ROOT / "web")
        if any(file.is_relative_to(one) for one in ours) and file.name != "reach.py":
            return f"{file.relative_to(sources.ROOT)}: {frame.f_code.co_name}"
        frame = frame.f_back  # type: ignore[assignment]  # None ends it
    return "nobody of ours"


def _ask_for_everything(app: Flask, person: Person, there: Hidden, form: dict[str, str]) -> None:
    runtime: Runtime = app.extensions["hearback_runtime"]
    secret = _token(runtime, person.user)
    for address in _lists(app, there):
        person.browser.get(address, headers={"Authorization": f"Bearer {secret}"})
    for rule in _numbered(app):
        _asked(person, rule, there, form, secret, of_nobody=False)


@pytest.fixture
def form(seen: Conversation, rosa: Person) -> dict[str, str]:
    return {**EVERYWHERE, "source": str(seen.id), "assignee": str(rosa.user.id)}


def test_what_whoever_is_limited_to_accounts_asks_is_of_these(
    app: Flask, limited: Person, hidden: Hidden, form: dict[str, str], runtime: Runtime
) -> None:
    with _listening(runtime, BY_ACCOUNT, TABLES) as found:
        _ask_for_everything(app, limited, hidden, form)

    assert found == {}, list(found)


def test_what_whoever_is_limited_to_the_public_asks_is_of_that(
    app: Flask, unvouched: Person, private: Hidden, form: dict[str, str], runtime: Runtime
) -> None:
    with _listening(runtime, BY_PUBLIC, TABLES - OF_THE_PUBLIC) as found:
        _ask_for_everything(app, unvouched, private, form)

    assert found == {}, list(found)
