"""Does a new matter become a conversation of its own, and does everybody go on waiting?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from connectors.pages import Author
from connectors.words import Audience, Kind
from inbox import acts, conversations, merging, splitting, standing, undoing
from inbox.models import Account, Conversation, Message, Status, User, Wait
from inbox.outbox import claiming
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make

MARIA = Author(external_id="maria", name="Maria Lopez")


def _thread(make: Make, account: Account, clock: SetClock, count: int = 3) -> Conversation:
    """Some direct messages of Maria, a minute apart."""
    given = {"kind": Kind.DIRECT_MESSAGE, "author": MARIA, "contact": MARIA, "post": None}
    for number in range(count):
        clock.advance(minutes=1)
        item = incoming(thread_id="thread", sent_at=clock.at, text=f"Word {number}", **given)
        make.received(account, [item])
    with make.runtime.reading() as session:
        return session.scalars(select(Conversation)).one()


def _split(runtime: Runtime, message: Message, by: User) -> Conversation:
    with runtime.writing() as session:
        return splitting.split(session, message.id, by=by)


def _now(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.writing() as session:
        return conversations.locked_even_merged(session, conversation.id)


def _running(runtime: Runtime) -> list[tuple[int, int]]:
    with runtime.reading() as session:
        running = session.scalars(select(Wait).where(Wait.ended_at.is_(None)).order_by(Wait.id))
        return [(one.conversation_id, one.opened_by_message_id) for one in running]


def test_a_message_and_all_after_it_move_and_each_part_waits_for_its_own(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    source = _thread(make, account, clock)
    [first, second, third] = make.messages(source)

    goal = _split(runtime, second, ana)

    assert [one.id for one in make.messages(source)] == [first.id]
    assert [one.id for one in make.messages(goal)] == [second.id, third.id]
    assert _running(runtime) == [(source.id, first.id), (goal.id, second.id)]
    assert (goal.status, goal.contact_id) == (Status.OPEN, source.contact_id)
    assert (_now(runtime, goal).snippet, _now(runtime, source).snippet) == ("Word 2", "Word 0")
    assert _now(runtime, goal).waiting_since == second.sent_at


def test_where_what_was_asked_moves_its_wait_moves_with_it(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    source = _thread(make, account, clock, 1)
    given = {"kind": Kind.DIRECT_MESSAGE, "thread_id": "thread", "post": None}
    answered_at = clock.at + timedelta(seconds=1)
    make.received(account, [native_answer(incoming(**given), sent_at=answered_at)])
    _thread(make, account, clock, 1)
    [_, _, asked] = make.messages(source)

    goal = _split(runtime, asked, ana)

    assert _running(runtime) == [(goal.id, asked.id)]
    assert _now(runtime, source).waiting_since is None


def test_later_words_land_in_the_new_part_and_are_answered_in_the_old_thread(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    source = _thread(make, account, clock)
    goal = _split(runtime, make.messages(source)[1], ana)

    _thread_again = {"kind": Kind.DIRECT_MESSAGE, "author": MARIA, "contact": MARIA, "post": None}
    clock.advance(minutes=1)
    make.received(
        account, [incoming(thread_id="thread", sent_at=clock.at, text="More", **_thread_again)]
    )
    delivery = make.reply(_now(runtime, goal), ana, audience=Audience.PRIVATE)

    assert [one.text for one in make.messages(goal)][:3] == ["Word 1", "Word 2", "More"]
    clock.advance(minutes=1)
    claim = claiming.claim_to_send(runtime, delivery.id)
    assert claim is not None
    assert claim.reply.thread_id == "thread"


def test_merged_back_it_is_as_if_nobody_had_split_it(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    source = _thread(make, account, clock)
    before = [one.id for one in make.messages(source)]
    goal = _split(runtime, make.messages(source)[1], ana)

    with runtime.writing() as session:
        merging.merge(session, goal.id, into=source.id, by=ana)

    assert [(one.id, one.home_id) for one in make.messages(source)] == [(it, None) for it in before]
    assert _running(runtime) == [(source.id, before[0])]
    clock.advance(minutes=1)
    _thread_count = len(before)
    make.received(
        account,
        [incoming(kind=Kind.DIRECT_MESSAGE, thread_id="thread", sent_at=clock.at, post=None)],
    )
    assert len(make.messages(source)) == _thread_count + 1


def test_undone_it_stands_as_before(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana, account = make.user(), make.account()
    source = _thread(make, account, clock)
    before = standing.of(_now(runtime, source))
    goal = _split(runtime, make.messages(source)[1], ana)

    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, ana)[0].batch, by=ana)

    assert standing.of(_now(runtime, source)) == before
    assert len(make.messages(source)) == 3
    assert _now(runtime, goal).merged_into_id == source.id
    assert len(_running(runtime)) == 1


def test_somebody_elses_words_below_a_comment_become_a_conversation_with_them(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    source = make.conversation(account, author=MARIA, sent_at=clock.at - timedelta(minutes=5))
    ben = Author(external_id="ben", name="Ben Ortiz")
    make.received(account, [incoming(thread_id=source.thread_id, author=ben, sent_at=clock.at)])
    [_, his] = make.messages(source)

    goal = _split(runtime, his, ana)

    assert goal.contact_id == his.author_contact_id != source.contact_id
    assert goal.post_id == source.post_id


def test_neither_the_beginning_nor_words_of_ours_begin_a_new_matter(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    ana, account = make.user(), make.account()
    source = make.conversation(account, sent_at=clock.at)
    asked = incoming(thread_id=source.thread_id)
    make.received(account, [native_answer(asked, sent_at=clock.at + timedelta(minutes=1))])
    [first, ours] = make.messages(source)

    with pytest.raises(splitting.NothingBefore):
        _split(runtime, first, ana)
    with pytest.raises(splitting.NotTheirs):
        _split(runtime, ours, ana)
    with pytest.raises(splitting.NoSuchMessage), runtime.writing() as session:
        splitting.split(session, 10**9, by=ana)
