"""Does a broadcast come to what was said, hidden and answered in it, and to nothing else?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from connectors.sending import Receipt
from connectors.words import Kind
from inbox import last_answer, live_summary, settlement
from inbox.models import Message, Post
from inbox.outbox import claiming
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make


def _summed_up(runtime: Runtime, post: Post) -> live_summary.Summary:
    with runtime.reading() as session:
        return live_summary.of(session, session.get_one(Post, post.id))


def test_a_broadcast_nobody_commented_on_comes_to_nothing(make: Make, runtime: Runtime) -> None:
    found = _summed_up(runtime, make.broadcast(make.account()))

    assert (found.answered, found.commented, found.hidden, found.median) == (0, 0, 0, None)
    assert list(found.minutes) == [0] * live_summary.FEWEST_MINUTES
    assert not found.team


def test_comments_are_counted_by_their_minute_and_answers_by_who_gave_them(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, now = make.account(), runtime.clock.now()
    post = make.broadcast(account)
    said = [
        incoming(
            kind=Kind.LIVE_COMMENT,
            text=f"Question {number}?",
            sent_at=now + timedelta(seconds=number),
        )
        for number in (1, 2, 3, 70)
    ]
    clock.advance(seconds=100)
    make.received(account, said)
    for item, seconds in ((said[0], 10), (said[1], 50)):
        answer = native_answer(item, sent_at=item.sent_at + timedelta(seconds=seconds))
        make.received(account, [answer])
    with runtime.writing() as session:
        hidden = session.scalars(select(Message).where(Message.text == "Question 70?")).one()
        hidden.hidden_at = runtime.clock.now()

    found = _summed_up(runtime, post)
    assert (found.answered, found.commented, found.hidden) == (2, 4, 1)
    assert found.median == timedelta(seconds=30)
    assert list(found.minutes[-2:]) == [3, 1]
    assert not found.team, "nobody of the desk answered"


def test_who_answers_at_the_desk_is_named_with_how_many(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account, ana = make.account(), make.user("Ana Lopez")
    post = make.broadcast(account)
    asked = make.conversation(account, kind=Kind.LIVE_COMMENT)
    delivery = make.reply(asked, ana)
    clock.advance(seconds=11)
    with runtime.writing() as session:
        receipt = Receipt(external_id="answer", accepted_at=runtime.clock.now())
        settlement.confirm(session, claiming.load(session, delivery.id), receipt)

    found = _summed_up(runtime, post)
    assert [(one.user.id, one.answered) for one in found.team] == [(ana.id, 1)]
    with runtime.reading() as session:
        last = last_answer.find(session)
    assert last
    assert last.by
    assert (last.by.id, last.at) == (ana.id, runtime.clock.now())


def test_what_is_said_elsewhere_does_not_count(make: Make, runtime: Runtime) -> None:
    account = make.account()
    post, other = make.broadcast(account), make.broadcast(account, "post-2")
    make.received(account, [incoming(kind=Kind.LIVE_COMMENT, sent_at=runtime.clock.now())])

    assert _summed_up(runtime, post).commented == 1
    assert _summed_up(runtime, other).commented == 0
