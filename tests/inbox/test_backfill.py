"""What becomes of words that were said before an account was first connected?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from connectors.pages import Author, Incoming, Page
from inbox import accounts, announcing, bulk_reading, intake, polling
from inbox.models import Account, Conversation, Event, Gap, Message, Status, Wait
from inbox.reports import counting
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.asking import today
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make
from tests.sandbox.running import Running

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECONDS_A_DAY = 24 * 3600


def _conversation(runtime: Runtime) -> Conversation:
    with runtime.reading() as session:
        return session.scalars(select(Conversation)).one()


def _waits(runtime: Runtime) -> list[Wait]:
    with runtime.reading() as session:
        return list(session.scalars(select(Wait).order_by(Wait.started_at)))


def _events(runtime: Runtime, of: str) -> list[str]:
    with runtime.reading() as session:
        return list(session.scalars(select(Event.name).where(Event.name.like(f"{of}.%"))))


def test_old_words_are_kept_whole_and_nobody_waits(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, item = make.account(), incoming(sent_at=clock.at - 10 * DAY)

    make.received(account, [item])

    conversation = _conversation(runtime)
    assert (conversation.status, conversation.waiting_since) == (Status.RESOLVED, None)
    assert (conversation.resolved_at, conversation.is_unread) == (item.sent_at, False)
    assert conversation.snippet == item.text
    assert _events(runtime, "conversation") == ["conversation.kept_as_history"]
    with runtime.reading() as session:
        assert counting.total(session, today(clock, days=31)).count == 0
        assert session.get_one(Account, account.id).earlier_count == 1


def test_who_wrote_shortly_before_the_connection_waits_since_then(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    item = incoming(sent_at=clock.at - 71 * HOUR)

    make.received(make.account(), [item])

    assert _conversation(runtime).status is Status.OPEN
    assert [wait.started_at for wait in _waits(runtime)] == [item.sent_at]


def test_who_writes_again_opens_the_conversation_as_always(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, item = make.account(), incoming(sent_at=clock.at - 10 * DAY)
    make.received(account, [item])

    make.received(account, [incoming(thread_id=item.thread_id, sent_at=clock.at + HOUR)])

    assert _conversation(runtime).status is Status.OPEN
    (wait,) = _waits(runtime)
    assert (wait.started_at, wait.is_first) == (clock.at + HOUR, True)


def test_a_person_who_writes_while_history_is_fetched_waits_from_the_new_words(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, pushed = make.account(), incoming(sent_at=clock.at + HOUR, text="And now?")
    make.received(account, [pushed])

    make.received(account, [incoming(thread_id=pushed.thread_id, sent_at=clock.at - 10 * DAY)])

    assert _conversation(runtime).snippet == "And now?"
    assert [wait.started_at for wait in _waits(runtime)] == [pushed.sent_at]
    assert _events(runtime, "conversation") == []


def test_no_desk_hears_of_history(make: Make, runtime: Runtime, clock: SetClock) -> None:
    account = make.account()
    with runtime.writing() as session:
        held = accounts.locked(session, account.id)
        intake.receive(session, held, Page(items=(incoming(sent_at=clock.at - 10 * DAY),)))
        assert announcing.of(session).conversations == {}
        intake.receive(session, held, Page(items=(incoming(sent_at=clock.at),)))
        assert len(announcing.of(session).conversations) == 1


def test_what_was_missed_until_an_account_is_connected_again_waits(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account(external_id="page-1")
    clock.advance(days=20)
    make.account(external_id="page-1")

    make.received(account, [incoming(sent_at=clock.at - 10 * DAY)])

    assert _conversation(runtime).waiting_since == clock.at - 10 * DAY


_said = st.tuples(st.sampled_from(["in", "in", "out"]), st.integers(-200, 50))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(_said, min_size=1, max_size=8), pages=st.lists(st.integers(0, 7), max_size=9))
def test_in_whatever_order_it_comes_no_wait_begins_in_history(
    make: Make, runtime: Runtime, said: list[tuple[str, int]], pages: list[int]
) -> None:
    account = make.account()
    items = _one_thread(account, said)

    for place in pages:
        make.received(account, items[place : place + 1])
    make.received(account, items)

    with runtime.reading() as session:
        bound = session.get_one(Account, account.id).history_before
        mine = select(Wait.started_at).where(Wait.account_id == account.id)
        assert bound is not None
        assert all(started_at >= bound for started_at in session.scalars(mine))
        stored = select(func.count()).where(Message.account_id == account.id)
        assert session.scalar(stored) == len(items)
        last = max(items, key=lambda item: item.sent_at)
        waits = last.direction == "in" and last.sent_at >= bound
        waiting = select(Conversation.waiting_since).where(Conversation.account_id == account.id)
        assert (session.scalars(waiting).one() is not None) is waits


def _one_thread(account: Account, said: list[tuple[str, int]]) -> list[Incoming]:
    items = []
    for number, (direction, hours) in enumerate(said):
        at = account.connected_at + timedelta(hours=hours, microseconds=number)
        given = {"external_id": f"{account.id}-{number}", "thread_id": "one", "sent_at": at}
        question = incoming(**given, author=Author(external_id="ana", name="Ana"))
        items.append(question if direction == "in" else native_answer(question, **given))
    return items


@pytest.fixture
def old_thread(sandbox: Running) -> str:
    """A post of five days ago with 300 comments, more than a first page shows."""
    days = 5 * SECONDS_A_DAY
    post = sandbox.publish(platform="facebook", text="Juniper Street.", seconds_ago=2 * days)
    said = {"platform": "facebook", "kind": "comment", "author": "Ben", "post": post}
    sandbox.say_many(
        *({**said, "text": f"{n}?", "seconds_ago": days + 60 * (300 - n)} for n in range(300))
    )
    return post


def _count(house: Runtime) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


def test_new_words_come_first_and_history_page_by_page_behind_them(
    house: Runtime, sandbox: Running, page: Account, old_thread: str
) -> None:
    assert isinstance(house.clock, SetClock)
    polling.poll(house, page.id)
    assert _count(house) == 25
    with house.reading() as session:
        (health,) = accounts.overview(session)
        assert health.earlier.endswith(", 25 so far.")
        assert (health.open_gaps, health.words) == (0, "Connected.")

    sandbox.say(platform="facebook", kind="comment", author="Ana", text="Now?", post=old_thread)
    bulk_reading.read(house, page.id)
    house.clock.advance(minutes=2)
    polling.poll(house, page.id)
    assert _count(house) == 25 + 100 + 1

    for _ in range(2):
        house.clock.advance(minutes=2)
        bulk_reading.read(house, page.id)

    assert _count(house) == 301
    with house.reading() as session:
        assert len(session.scalars(select(Wait)).all()) == 1
        assert session.scalars(select(Gap).where(Gap.filled_at.is_(None))).all() == []
        (health,) = accounts.overview(session)
        assert health.earlier.startswith("Earlier messages fetched back to ")
        assert health.earlier.endswith(": 300.")
    assert _events(house, "account").count("account.backfill_finished") == 1


def test_history_rests_between_pages_and_a_platform_that_fails_is_asked_later(
    house: Runtime, sandbox: Running, page: Account, old_thread: str
) -> None:
    assert isinstance(house.clock, SetClock)
    polling.poll(house, page.id)
    sandbox.faults(kind="status", platform="graph", route="*/comments", status=503)

    bulk_reading.read(house, page.id)
    bulk_reading.read(house, page.id)
    assert _count(house) == 25
    house.clock.advance(minutes=2)
    bulk_reading.read(house, page.id)
    bulk_reading.read(house, page.id)

    assert _count(house) == 125
