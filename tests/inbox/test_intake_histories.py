"""Whatever order pages come in, and however often, the desk tells the same story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from connectors.pages import Author, Incoming
from connectors.words import Direction
from inbox.models import Account, Conversation, Message, Wait, WaitEnd
from inbox.runtime import Runtime
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PEOPLE = ("ana", "ben", "cruz")

_said = st.tuples(st.integers(0, 2), st.sampled_from(["in", "in", "out"]), st.integers(0, 50))
_pages = st.lists(st.lists(st.integers(0, 11), max_size=6), max_size=5)


def _items(said: list[tuple[int, str, int]]) -> list[Incoming]:
    """Turn a history into messages: who, which way, at which minute. Ids are numbered."""
    items = []
    for number, (thread, direction, minute) in enumerate(said):
        given = {
            "external_id": f"m{number}",
            "thread_id": f"thread-{thread}",
            "sent_at": START + timedelta(minutes=minute, microseconds=number),
        }
        author = Author(external_id=PEOPLE[thread], name=PEOPLE[thread])
        question = incoming(**given, author=author)
        items.append(question if direction == "in" else native_answer(question, **given))
    return items


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(_said, min_size=1, max_size=12), pages=_pages)
def test_pages_in_any_order_and_number_leave_those_waiting_who_had_the_last_word(
    make: Make, runtime: Runtime, said: list[tuple[int, str, int]], pages: list[list[int]]
) -> None:
    account, items = make.account(), _items(said)

    for page in pages:
        make.received(account, [items[place] for place in page if place < len(items)])
    make.received(account, items)

    with runtime.reading() as session:
        stored = session.scalars(
            select(Message.external_id).where(Message.account_id == account.id)
        ).all()
        assert sorted(map(str, stored)) == sorted(item.external_id for item in items)
        for conversation in session.scalars(
            select(Conversation).where(Conversation.account_id == account.id)
        ):
            running = session.scalars(
                select(Wait.started_at).where(
                    Wait.conversation_id == conversation.id, Wait.ended_at.is_(None)
                )
            ).all()
            unanswered = _unanswered(items, conversation.thread_id)
            assert running == ([] if unanswered is None else [unanswered])
            assert conversation.waiting_since == unanswered


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(_said, min_size=1, max_size=12))
def test_in_order_the_waits_are_what_a_person_would_count(
    make: Make, runtime: Runtime, said: list[tuple[int, str, int]]
) -> None:
    account = make.account()
    items = sorted(_items(said), key=lambda item: item.sent_at)

    for item in items:
        make.received(account, [item])

    with runtime.reading() as session:
        assert _stored_waits(runtime, account) == _counted_waits(items)
        closed = select(func.count()).where(
            Wait.account_id == account.id, Wait.end == WaitEnd.ANSWERED
        )
        assert session.scalar(closed) == sum(1 for _, end in _counted_waits(items) if end)


def _unanswered(items: list[Incoming], thread_id: str) -> datetime | None:
    """Return since when a thread's last words of the public wait for ours."""
    since = None
    for item in sorted(items, key=lambda one: one.sent_at):
        if item.thread_id == thread_id:
            since = (since or item.sent_at) if item.direction is Direction.IN else None
    return since


def _stored_waits(runtime: Runtime, account: Account) -> list[tuple[datetime, datetime | None]]:
    with runtime.reading() as session:
        rows = session.execute(
            select(Wait.started_at, Wait.ended_at)
            .where(Wait.account_id == account.id)
            .order_by(Wait.started_at)
        )
        return [(started, ended) for started, ended in rows]


def _counted_waits(items: list[Incoming]) -> list[tuple[datetime, datetime | None]]:
    """Count by hand: a wait runs from a thread's first unanswered message to our next words."""
    running: dict[str, datetime] = {}
    waits: list[tuple[datetime, datetime | None]] = []
    for item in items:
        if item.direction is Direction.IN:
            running.setdefault(item.thread_id, item.sent_at)
        elif item.thread_id in running:
            waits.append((running.pop(item.thread_id), item.sent_at))
    return sorted([*waits, *((start, None) for start in running.values())])
