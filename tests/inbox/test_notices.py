from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from connectors.pages import Incoming, Notice, Page
from connectors.words import Happening
from inbox import accounts, intake
from inbox.models import Account, Conversation, Event, Message, Status, Wait, WaitEnd
from inbox.runtime import Runtime
from tests.factories.incoming import incoming, native_answer
from tests.factories.making import Make


def _told(runtime: Runtime, account: Account, *notices: Notice) -> None:
    with runtime.writing() as session:
        intake.receive(session, accounts.locked(session, account.id), Page(notices=notices))


def _removed(item: Incoming, after: timedelta = timedelta(minutes=5)) -> Notice:
    return Notice(
        external_id=item.external_id, happening=Happening.REMOVED, at=item.sent_at + after
    )


def _events(runtime: Runtime) -> list[str]:
    with runtime.reading() as session:
        told = select(Event.name).where(Event.name.like("message.%")).order_by(Event.id)
        return [name for name in session.scalars(told) if name != "message.received"]


def _wait(runtime: Runtime) -> Wait:
    with runtime.reading() as session:
        return session.scalars(select(Wait)).one()


def test_a_removed_message_is_marked_once_and_keeps_its_text(make: Make, runtime: Runtime) -> None:
    account, item = make.account(), incoming(text="I know where he lives")
    make.received(account, [item])

    _told(runtime, account, _removed(item))
    _told(runtime, account, _removed(item, timedelta(hours=1)), _removed(item))

    with runtime.reading() as session:
        message = session.scalars(select(Message)).one()
        assert message.text == "I know where he lives"
        assert message.removed_at == item.sent_at + timedelta(minutes=5)
        assert session.scalars(select(Conversation.status)).one() is Status.OPEN
    assert _events(runtime) == ["message.removed"]


def test_the_wait_for_words_that_were_removed_ends_as_withdrawn(
    make: Make, runtime: Runtime
) -> None:
    account, item = make.account(), incoming()
    make.received(account, [item])

    _told(runtime, account, _removed(item))

    wait = _wait(runtime)
    assert (wait.end, wait.ended_at) == (WaitEnd.WITHDRAWN, item.sent_at + timedelta(minutes=5))
    with runtime.reading() as session:
        assert session.scalars(select(Conversation.waiting_since)).one() is None


def test_the_wait_goes_on_from_its_beginning_while_another_question_stands(
    make: Make, runtime: Runtime
) -> None:
    account, item = make.account(), incoming()
    later = incoming(thread_id=item.thread_id, sent_at=item.sent_at + timedelta(minutes=1))
    make.received(account, [item, later])

    _told(runtime, account, _removed(item))

    assert (_wait(runtime).started_at, _wait(runtime).end) == (item.sent_at, None)
    _told(runtime, account, _removed(later))
    assert _wait(runtime).end is WaitEnd.WITHDRAWN


def test_removing_what_was_answered_changes_no_figure(make: Make, runtime: Runtime) -> None:
    account, item = make.account(), incoming()
    make.received(account, [item, native_answer(item, sent_at=item.sent_at + timedelta(minutes=1))])

    _told(runtime, account, _removed(item))

    assert _wait(runtime).end is WaitEnd.ANSWERED


def test_hidden_and_shown_again_are_told_by_flags_and_by_notices_alike(
    make: Make, runtime: Runtime
) -> None:
    account, item = make.account(), incoming(is_hidden=False)
    same = {"external_id": item.external_id, "text": item.text}
    make.received(account, [item])

    make.received(account, [incoming(**same, is_hidden=True)])
    make.received(account, [incoming(**same, is_hidden=None)])
    _told(runtime, account, Notice(external_id=item.external_id, happening=Happening.HIDDEN))
    with runtime.reading() as session:
        assert session.scalars(select(Message.hidden_at)).one() is not None
    _told(runtime, account, Notice(external_id=item.external_id, happening=Happening.UNHIDDEN))

    assert _events(runtime) == ["message.hidden", "message.unhidden"]
    with runtime.reading() as session:
        assert session.scalars(select(Message.hidden_at)).one() is None


def test_what_the_platform_hid_before_we_saw_it_still_waits(make: Make, runtime: Runtime) -> None:
    make.received(make.account(), [incoming(is_hidden=True)])

    with runtime.reading() as session:
        assert session.scalars(select(Message.hidden_at)).one() is not None
        assert session.scalars(select(Conversation.waiting_since)).one() is not None


def test_likes_follow_the_platform_without_an_event(make: Make, runtime: Runtime) -> None:
    account, item = make.account(), incoming(likes=0)
    make.received(account, [item])

    make.received(account, [incoming(external_id=item.external_id, text=item.text, likes=7)])
    make.received(account, [incoming(external_id=item.external_id, text=item.text, likes=None)])

    with runtime.reading() as session:
        assert session.scalars(select(Message.likes)).one() == 7
    assert _events(runtime) == []


def test_a_notice_about_an_unknown_message_is_no_news(make: Make, runtime: Runtime) -> None:
    account = make.account()

    _told(runtime, account, Notice(external_id="never seen", happening=Happening.REMOVED))

    assert _events(runtime) == []
