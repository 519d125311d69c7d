"""How often is the database asked for a page that people wait for?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from inbox import accounts, assignment, desk_views, people, queues, tagging, threads
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

    assert len(seen) <= 6, seen


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

    assert asked() == once <= 2


def test_a_list_does_not_ask_for_whom_the_page_has_loaded_already(
    make: Make, runtime: Runtime
) -> None:
    ana, account = make.user(), make.account()
    for _ in range(2):
        conversation = make.conversation(account)
        with runtime.writing() as session:
            assignment.assign(session, conversation.id, to=ana, by=ana)

    with runtime.reading() as session:
        at_hand = [*people.on_the_desk(session), *accounts.everyone(session)]
        with _counted(session) as seen:
            page = queues.page(session, desk_views.find(session, "open", ana), ana)

    assert len(seen) == 1, seen
    assert all(row.assignee in at_hand and row.account in at_hand for row in page.rows)


def test_rows_bear_their_own_tags_by_name(make: Make, runtime: Runtime) -> None:
    ana, account = make.user(), make.account()
    one, other, bare = (make.conversation(account) for _ in range(3))
    with runtime.writing() as session:
        for name in ("Roads", "Lights"):
            tagging.add(session, one.id, name, by=ana)
        tagging.add(session, other.id, "Roads", by=ana)

    with runtime.reading() as session:
        rows = queues.page(session, desk_views.find(session, "open", ana), ana).rows

    named = {row.id: [tag.name for tag in row.tags] for row in rows}
    assert named == {one.id: ["Lights", "Roads"], other.id: ["Roads"], bare.id: []}
