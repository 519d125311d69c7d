"""A department with something of everything, and somebody of each role at a browser."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, got_request_exception
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from connectors.pages import PostSeen
from connectors.words import Audience, Kind, Platform
from inbox import session_lock, tokens
from inbox.audit import verifying
from inbox.models import Conversation, Delivery, Message, Role, Team, User, Wait
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.fuzz.written import Written

META_SECRET, X_SECRET = "a secret of Meta's", "a secret of X's"
# Nothing listens there: platforms that do not answer are the least that a desk must bear.
NOWHERE = "http://127.0.0.1:1"
_SET = {
    "HEARBACK_PLATFORM_ADDRESS": NOWHERE,
    "HEARBACK_META_APP_ID": "880000000000001",
    "HEARBACK_META_APP_SECRET": META_SECRET,
    "HEARBACK_META_VERIFY_TOKEN": "words for tests",
    "HEARBACK_X_CONSUMER_KEY": "a key",
    "HEARBACK_X_CONSUMER_SECRET": X_SECRET,
    "HEARBACK_SECURITY_CONTACT": "mailto:security@example.org",
}
_X_KEYS = dict.fromkeys(
    ("consumer_key", "consumer_secret", "access_token", "access_token_secret"), "a key"
)


class House:
    """The real app over a real database, and what went wrong in it."""

    def __init__(self, runtime: Runtime, app: Flask) -> None:
        self.runtime, self.app = runtime, app
        self.make = Make(runtime)
        self.written = Written(runtime.engine)
        self.broke: list[str] = []
        self.roles = list(Role)
        self._browsers: dict[Role, FlaskClient] = {}
        self._secrets: dict[Role, str] = {}

    def browser(self, role: Role) -> FlaskClient:
        """Return the browser of somebody of a role."""
        if role not in self._browsers:
            self.let_in_anew(role)
        return self._browsers[role]

    def let_in_anew(self, role: Role) -> None:
        """Put somebody else there: the one before was disabled, locked or signed out."""
        user = self.make.user(role=role)
        with self.runtime.committing() as session:
            key = session_lock.begin(session, session.get_one(User, user.id))
        browser = self._browsers[role] = self.app.test_client()
        with browser.session_transaction() as cookie:
            cookie["user_id"], cookie["key"] = user.id, key
        self.written.taken()

    def secret(self, role: Role) -> str:
        """Return a token that may do all that its role may."""
        if role not in self._secrets:
            user = self.make.user(role=role)
            with self.runtime.writing() as session:
                by = session.get_one(User, user.id)
                self._secrets[role] = tokens.issue(session, by, "A program")
            self.written.taken()
        return self._secrets[role]

    def broken_rules(self) -> list[str]:
        """Say in words which rule of the database does not hold."""
        with self.runtime.reading() as session:
            chains = [
                f"{one.name}: {one.broken}" for one in verifying.verify(session) if one.broken
            ]
            return chains + list(_disagreements(session))


@contextmanager
def opened(engine: Engine, data: Path, make_app: Any) -> Iterator[House]:
    """Open a house over an empty database; `make_app` gives the app over its runtime."""
    runtime = houses.runtime(engine, data, SetClock(), **_SET)
    app = make_app(runtime)
    house = House(runtime, app)
    _fill(house)
    with _noticing(house):
        yield house
    house.written.stop()
    runtime.redis.close()


@contextmanager
def _noticing(house: House) -> Iterator[None]:
    def raised(_: Flask, exception: BaseException, **__: Any) -> None:
        house.broke.append("".join(traceback.format_exception(exception)[-6:]))

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info and record.exc_info[1]:
                house.broke.append("".join(traceback.format_exception(record.exc_info[1])[-6:]))

    got_request_exception.connect(raised, house.app)
    log, handler = logging.getLogger("web.errors"), Kept(logging.ERROR)
    log.addHandler(handler)
    yield
    log.removeHandler(handler)
    got_request_exception.disconnect(raised, house.app)


def _fill(house: House) -> None:
    make, role = house.make, Role.SUPERVISOR
    people = [make.user("Ana Lopez", role=role), make.user("Ben Ortiz", role=role)]
    page = make.account(external_id="page-1")
    make.account("instagram_graph", Platform.INSTAGRAM, external_id="17840000000000001")
    x = make.account("x", Platform.X, external_id="1500000001", credentials=_X_KEYS)
    under = make.conversation(page, post=PostSeen(external_id="post-1", text="News conference"))
    direct = make.conversation(
        page, kind=Kind.DIRECT_MESSAGE, thread_id="t_2", external_id="m_2", text="Where is it?"
    )
    for number in range(3, 6):
        make.conversation(
            x, kind=Kind.MENTION, thread_id=str(number), external_id=str(number), text="Is it open?"
        )
    make.broadcast(page, "post-2")
    make.canned_response()
    with house.runtime.writing() as session:
        session.add(Team(name="Nights"))
    make.reply(under, people[0])
    make.reply(direct, people[1], audience=Audience.PRIVATE)
    _act(house.browser(role))
    house.written.taken()


def _act(browser: FlaskClient) -> None:
    """Do once what leaves a row of each sort, so that pages have forms for it."""
    for path, form in (
        ("/conversations/1/taggings", {"name": "roads"}),
        ("/conversations/1/notes", {"text": "Look here", "client_token": "one"}),
        ("/conversations/2/drafts", {"text": "Begun", "audience": "private", "edition": "a"}),
        ("/conversations/1/reminders", {"at": "2026-12-01T08:00"}),
        ("/conversations/3/snooze", {"until": "2026-12-01T08:00"}),
        ("/conversations/4/mute", {"until": "2026-12-01T08:00", "reason": "Shouts"}),
        ("/conversations/5/resolution", {"reason": "no_reply_needed"}),
        ("/messages/1/moderations", {"act": "hide", "category": "spam", "reason": "The same"}),
        ("/statuses", {"name": "With records", "status": "open"}),
        ("/targets", {"name": "Soon", "first_response": "15m"}),
        ("/saved-views", {"name": "Roads", "filter": "tag=roads", "sharing": "mine"}),
        ("/tokens", {"name": "A program", "scope": "read", "days": "30"}),
        ("/reports/schedules", {"rhythm": "week", "time": "08:00", "people": "1"}),
    ):
        browser.post(path, data=form)


def _disagreements(session: Session) -> Iterator[str]:
    """Name what two places of the database say differently."""
    for waiting, conversation_id in session.execute(
        select(func.count(), Wait.conversation_id)
        .where(Wait.ended_at.is_(None))
        .group_by(Wait.conversation_id)
    ):
        if waiting > 1:
            yield f"conversation {conversation_id} has {waiting} open waits"
    said = select(Wait.conversation_id).where(Wait.ended_at.is_(None))
    for one in session.scalars(select(Conversation)):
        has_wait = one.id in set(session.scalars(said))
        if (one.waiting_since is not None) is not has_wait:
            found = "a" if has_wait else "no"
            yield f"conversation {one.id} says {one.waiting_since} and has {found} wait"
    if session.connection().dialect.name == "sqlite":
        lost = session.execute(text("PRAGMA foreign_key_check")).all()
        if lost:
            yield f"rows refer to rows that are not there: {lost[:5]}"
    for delivery in session.scalars(select(Delivery)):
        if session.get(Message, delivery.message_id) is None:
            yield f"delivery {delivery.id} has no message"
