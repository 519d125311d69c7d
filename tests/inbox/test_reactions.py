"""Does the desk know which emoji stand below a message, whoever tells of them last?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from connectors.pages import Incoming, Page, Reacted, Reaction
from connectors.words import Kind
from inbox import accounts, intake
from inbox.models import Account, Conversation, Event, Message
from inbox.runtime import Runtime
from tests.factories.incoming import incoming
from tests.factories.making import Make

ANA, BO = "resident-ana", "resident-bo"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEART, THUMB = "❤️", "👍"


@pytest.fixture
def account(make: Make) -> Account:
    return make.account()


@pytest.fixture
def item(make: Make, account: Account) -> Incoming:
    said = incoming(kind=Kind.DIRECT_MESSAGE, text="It opens at six.", post=None)
    make.received(account, [said])
    return said


def _pushed(item: Incoming, emoji: str | None, *, minutes: int, by: str = ANA) -> Reacted:
    return Reacted(
        external_id=item.external_id,
        at=NOON + timedelta(minutes=minutes),
        reaction=Reaction(person_id=by, emoji=emoji),
    )


def _told(runtime: Runtime, account: Account, *told: Reacted) -> None:
    with runtime.writing() as session:
        intake.receive(session, accounts.locked(session, account.id), Page(notices=told))


def _polled(
    runtime: Runtime, account: Account, item: Incoming, *standing: Reaction, minutes: int
) -> None:
    same = {"external_id": item.external_id, "kind": item.kind, "text": item.text, "post": None}
    shown = incoming(**same, sent_at=item.sent_at, reactions=standing)
    with runtime.writing() as session:
        as_of = NOON + timedelta(minutes=minutes)
        locked = accounts.locked(session, account.id)
        intake.receive(session, locked, Page(items=(shown,)), as_of)


def _below(runtime: Runtime) -> dict[str, str]:
    with runtime.reading() as session:
        return session.scalars(select(Message)).one().emoji_below


def _record(runtime: Runtime) -> list[str | None]:
    with runtime.reading() as session:
        told = select(Event).where(Event.name == "message.reacted").order_by(Event.id)
        return [event.data["emoji"] for event in session.scalars(told)]


def test_a_reaction_is_put_there_changed_and_taken_back_on_the_record(
    runtime: Runtime, account: Account, item: Incoming
) -> None:
    _told(runtime, account, _pushed(item, HEART, minutes=1))
    assert _below(runtime) == {ANA: HEART}
    _told(runtime, account, _pushed(item, THUMB, minutes=2), _pushed(item, HEART, minutes=2, by=BO))
    assert _below(runtime) == {ANA: THUMB, BO: HEART}
    _told(runtime, account, _pushed(item, None, minutes=3))

    assert _below(runtime) == {BO: HEART}
    assert _record(runtime) == [HEART, THUMB, HEART, None]


def test_a_push_that_comes_twice_or_late_changes_nothing(
    runtime: Runtime, account: Account, item: Incoming
) -> None:
    _told(runtime, account, _pushed(item, HEART, minutes=5), _pushed(item, HEART, minutes=5))
    _told(runtime, account, _pushed(item, None, minutes=4))

    assert _below(runtime) == {ANA: HEART}
    assert _record(runtime) == [HEART]


def test_a_poll_tells_all_that_stand_there_unless_something_later_is_known(
    runtime: Runtime, account: Account, item: Incoming
) -> None:
    _polled(runtime, account, item, Reaction(person_id=ANA, emoji=HEART), minutes=1)
    _told(runtime, account, _pushed(item, THUMB, minutes=9, by=BO))

    _polled(runtime, account, item, minutes=5)

    assert _below(runtime) == {BO: THUMB}


def test_what_a_platform_does_not_tell_takes_nothing_away(
    runtime: Runtime, account: Account, item: Incoming, make: Make
) -> None:
    _told(runtime, account, _pushed(item, HEART, minutes=1))

    make.received(account, [item])

    assert _below(runtime) == {ANA: HEART}


def test_a_new_message_may_come_with_a_reaction(
    runtime: Runtime, account: Account, make: Make
) -> None:
    make.received(account, [incoming(reactions=(Reaction(person_id=ANA, emoji=HEART),))])

    assert _below(runtime) == {ANA: HEART}


def test_a_reaction_makes_nobody_wait_and_is_news_to_the_desks(
    runtime: Runtime, account: Account, item: Incoming
) -> None:
    with runtime.writing() as session:
        row = session.scalars(select(Conversation)).one()
        row.waiting_since, before = None, row.version

    _told(runtime, account, _pushed(item, HEART, minutes=1))

    with runtime.reading() as session:
        row = session.scalars(select(Conversation)).one()
        assert row.waiting_since is None
        assert row.version > before
