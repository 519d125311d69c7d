"""How often is the database asked for a page that people wait for?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from inbox import desk_views, queues, threads
from inbox.runtime import Runtime
from tests.factories.making import Make


@contextmanager
def _counted(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_opening_a_conversation_asks_seldom(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation()
    with runtime.reading() as session:
        session.connection()
        with _counted(session) as seen:
            threads.open(session, conversation.id)

    assert len(seen) <= 7, seen


def test_a_longer_list_asks_no_oftener(make: Make, runtime: Runtime) -> None:
    ana, account = make.user(), make.account()

    def asked() -> int:
        with runtime.reading() as session:
            session.connection()
            with _counted(session) as seen:
                queues.page(session, desk_views.find(session, "open", ana), ana)
        return len(seen)

    make.conversation(account)
    once = asked()
    for _ in range(5):
        make.conversation(account)

    assert asked() == once <= 5
