"""Is a conversation resolved by the reply that was sent to resolve it, and by nothing else?"""

from __future__ import annotations

from sqlalchemy import select

from connectors.sending import Receipt
from inbox import acts, settlement, undoing
from inbox.models import Conversation, Delivery, Role, Status, User, Wait, WaitEnd
from inbox.outbox import claiming
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make


def _published(runtime: Runtime, delivery: Delivery, external_id: str = "answer") -> Conversation:
    """Let the platform take it."""
    with runtime.writing() as session:
        known = claiming.load(session, delivery.id)
        receipt = Receipt(external_id=external_id, accepted_at=runtime.clock.now())
        settlement.confirm(session, known, receipt)
    return _now(runtime, delivery.conversation_id)


def _now(runtime: Runtime, number: int) -> Conversation:
    with runtime.reading() as session:
        return session.get_one(Conversation, number)


def test_it_is_open_while_the_reply_can_be_taken_back_and_resolved_once_it_is_out(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    rosa, conversation = make.user("Rosa Ruiz"), make.conversation()

    delivery = make.reply(conversation, rosa, resolves=True)
    assert _now(runtime, conversation.id).status is Status.OPEN
    clock.advance(seconds=11)

    assert _published(runtime, delivery).status is Status.RESOLVED
    with runtime.reading() as session:
        assert session.scalars(select(Wait)).one().end is WaitEnd.ANSWERED


def test_an_ordinary_reply_leaves_it_open(make: Make, runtime: Runtime) -> None:
    delivery = make.reply(make.conversation(), make.user())

    assert _published(runtime, delivery).status is Status.OPEN


def test_its_writer_undoes_it_like_any_other_act(make: Make, runtime: Runtime) -> None:
    rosa = make.user("Rosa Ruiz")
    delivery = make.reply(make.conversation(), rosa, resolves=True)
    _published(runtime, delivery)

    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, rosa)[0].batch, by=rosa)

    assert _now(runtime, delivery.conversation_id).status is Status.OPEN


def test_two_that_one_poll_settles_are_undone_one_by_one(make: Make, runtime: Runtime) -> None:
    rosa, account = make.user("Rosa Ruiz"), make.account()
    both = [
        make.reply(make.conversation(account, thread_id=name), rosa, resolves=True)
        for name in ("one", "two")
    ]
    with runtime.writing() as session:
        for one in both:
            receipt = Receipt(external_id=str(one.id), accepted_at=runtime.clock.now())
            settlement.confirm(session, claiming.load(session, one.id), receipt)

    with runtime.writing() as session:
        undoing.undo(session, acts.last(session, rosa)[0].batch, by=rosa)

    stand = [_now(runtime, one.conversation_id).status for one in both]
    assert stand == [Status.RESOLVED, Status.OPEN]


def test_who_writes_before_the_reply_is_out_keeps_it_open(
    make: Make, runtime: Runtime, clock: SetClock
) -> None:
    account = make.account()
    conversation = make.conversation(account, thread_id="a thread")
    delivery = make.reply(conversation, make.user(), resolves=True)
    clock.advance(seconds=5)
    make.received(account, [incoming(thread_id="a thread", sent_at=clock.at)])

    assert _published(runtime, delivery).status is Status.OPEN


def test_whoever_may_resolve_no_more_by_then_has_it_sent_and_not_resolved(
    make: Make, runtime: Runtime
) -> None:
    lee = make.user("Lee Chan")
    delivery = make.reply(make.conversation(), lee, resolves=True)
    with runtime.writing() as session:
        session.get_one(User, lee.id).role = Role.VIEWER

    assert _published(runtime, delivery).status is Status.OPEN
