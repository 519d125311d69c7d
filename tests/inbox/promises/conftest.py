"""A department with a team, a supervisor and targets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from inbox import people
from inbox.models import Conversation, Promise, PromiseKind, Role, SlaPolicy, Team, User
from inbox.promises import policies
from inbox.promises.wanting import Wanted
from inbox.runtime import Runtime
from tests.factories.making import Make

Promised = Callable[..., SlaPolicy]


@pytest.fixture
def rosa(make: Make) -> User:
    return make.user("Rosa Diaz", role=Role.SUPERVISOR)


@pytest.fixture
def desk(runtime: Runtime, rosa: User) -> Team:
    with runtime.writing() as session:
        return people.team_of(session, "Public information", [rosa])


@pytest.fixture
def promised(runtime: Runtime, rosa: User) -> Promised:
    """Promises a first answer within an hour, and whatever a test asks for."""

    def promise(**given: Any) -> SlaPolicy:
        hour = timedelta(hours=1)
        usual = {"name": "Everyone", "first_response": hour, "is_staffed": False}
        with runtime.writing() as session:
            return policies.add(session, Wanted(**{**usual, **given}), by=rosa)

    return promise


class Looked:
    """What the database says of a conversation's promises."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def at(self, conversation: Conversation) -> Conversation:
        with self._runtime.reading() as session:
            return session.get_one(Conversation, conversation.id)

    def promise(self, conversation: Conversation, kind: PromiseKind) -> Promise:
        with self._runtime.reading() as session:
            found = session.query(Promise).filter_by(conversation_id=conversation.id, kind=kind)
            return found.order_by(Promise.id.desc()).limit(1).one()


@pytest.fixture
def look(runtime: Runtime) -> Looked:
    return Looked(runtime)
