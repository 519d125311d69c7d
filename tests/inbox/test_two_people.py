"""Are words of ours deleted by two people only, and does every request end in sight?"""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from connectors.pages import Notice, Page
from connectors.words import Direction, Happening, Verb
from inbox import accounts, intake, migrating, moderation, outbox, polling, queues, views
from inbox.errors import HearbackError
from inbox.models import (
    Account,
    Conversation,
    Cursor,
    Event,
    Message,
    Moderation,
    ModerationState,
    Role,
    User,
)
from inbox.moderation import Request, acting, asking, deciding
from inbox.runtime import Runtime
from tests.factories.making import Make
from tests.sandbox.running import Running

WHY = "The time was wrong and is corrected below."
DELETE = Request(verb=Verb.DELETE, category="our_mistake", reason=WHY, is_even_handed=True)


@pytest.fixture
def rosa(build: Make) -> User:
    """Who wrote the reply."""
    return build.user(name="Rosa Martinez")


@pytest.fixture
def dana(build: Make) -> User:
    """A supervisor."""
    return build.user(name="Dana Whitfield", role=Role.SUPERVISOR)


@pytest.fixture
def ours(sandbox: Running, house: Runtime, build: Make, page: Account, rosa: User) -> Message:
    """A reply of Rosa's on the practice Page, read back and so archived."""
    sandbox.publish(platform="facebook", text="Main Street is closed.")
    sandbox.say(platform="facebook", kind="comment", author="Rick", text="Until when?")
    _poll(house, page)
    with house.reading() as session:
        conversation = session.scalars(select(Conversation)).one()
    outbox.deliver(house, build.reply(conversation, rosa).id)
    _poll(house, page)
    with house.reading() as session:
        return session.scalars(select(Message).where(Message.direction == Direction.OUT)).one()


def _poll(house: Runtime, page: Account) -> None:
    with house.writing() as session:
        session.execute(update(Cursor).values(due_at=house.clock.now()))
    polling.poll(house, page.id)


def _ask(house: Runtime, message: Message, by: User) -> Moderation:
    with house.writing() as session:
        return moderation.ask(session, message.id, DELETE, by=by)


def _confirm(house: Runtime, asked: Moderation, by: User) -> Moderation:
    with house.writing() as session:
        return moderation.confirm(session, asked.id, by=by, is_even_handed=True)


def _row(house: Runtime, asked: Moderation) -> Moderation:
    with house.reading() as session:
        return session.get_one(Moderation, asked.id)


def _told(house: Runtime) -> list[tuple[str, int | None]]:
    told = select(Event.name, Event.user_id).where(
        Event.name.like("moderation.%") | (Event.name == "message.removed")
    )
    with house.reading() as session:
        return [(name, user) for name, user in session.execute(told.order_by(Event.id))]


def _deactivate(house: Runtime, *people: User) -> None:
    with house.writing() as session:
        ids = [person.id for person in people]
        session.execute(update(User).where(User.id.in_(ids)).values(is_active=False))


def test_a_delete_waits_until_a_second_person_confirms_it(
    sandbox: Running, house: Runtime, ours: Message, rosa: User, dana: User
) -> None:
    asked = _ask(house, ours, rosa)
    acting.act(house, asked.id)
    assert not sandbox.sayings(id=ours.external_id)[0]["removed"]

    _confirm(house, asked, dana)
    acting.act(house, asked.id)

    assert sandbox.sayings(id=ours.external_id)[0]["removed"]
    row = _row(house, asked)
    assert (row.state, row.by_user_id, row.decided_by_user_id) == (
        ModerationState.DONE,
        rosa.id,
        dana.id,
    )
    with house.reading() as session:
        kept = session.get_one(Message, ours.id)
        removed = session.scalars(select(Event).where(Event.name == "message.removed")).one()
    assert (kept.text, bool(kept.removed_at)) == ("It opens at six.", True)
    assert (removed.data["reason"], removed.data["confirmed_by"]) == (WHY, "Dana Whitfield")
    assert _told(house) == [
        ("moderation.asked", rosa.id),
        ("moderation.confirmed", dana.id),
        ("message.removed", rosa.id),
    ]


def test_who_asked_cannot_confirm_nor_can_others_while_there_is_a_supervisor(
    house: Runtime, build: Make, ours: Message, rosa: User, dana: User
) -> None:
    ben = build.user(name="Ben Ortiz")
    asked = _ask(house, ours, rosa)

    for person in (rosa, ben):
        with pytest.raises(deciding.NotByYou, match="This waits for Dana Whitfield"):
            _confirm(house, asked, person)
    with pytest.raises(asking.EvenHandednessNeeded), house.writing() as session:
        moderation.confirm(session, asked.id, by=dana)


def test_where_only_who_asked_is_senior_anybody_else_may_confirm(
    house: Runtime, build: Make, ours: Message, rosa: User, dana: User
) -> None:
    asked = _ask(house, ours, dana)

    assert _confirm(house, asked, rosa).state is ModerationState.QUEUED


def test_a_desk_of_one_person_is_told_what_to_do(house: Runtime, ours: Message, rosa: User) -> None:
    with pytest.raises(asking.NobodyToConfirm, match="hearback user add"):
        _ask(house, ours, rosa)


def test_of_two_who_confirm_at_once_one_does_and_the_other_is_told_who_did(
    sandbox: Running, house: Runtime, build: Make, ours: Message, rosa: User, dana: User
) -> None:
    both = (dana, build.user(name="Lee Chan", role=Role.SUPERVISOR))
    asked = _ask(house, ours, rosa)
    start, told = threading.Barrier(len(both)), list[str]()

    def confirm(person: User) -> None:
        start.wait()
        try:
            _confirm(house, asked, person)
        except HearbackError as problem:
            told.append(str(problem))

    threads = [threading.Thread(target=confirm, args=(person,)) for person in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    acting.act(house, asked.id)
    acting.act(house, asked.id)

    (winner,) = [one for one in both if one.id == _row(house, asked).decided_by_user_id]
    assert told == [f"{winner.name} confirmed this already."]
    assert len(sandbox.journal(method="DELETE", platform="graph")) == 1


def test_a_request_that_is_declined_or_withdrawn_leaves_the_words_and_may_be_made_again(
    sandbox: Running, house: Runtime, ours: Message, rosa: User, dana: User
) -> None:
    first = _ask(house, ours, rosa)
    with pytest.raises(asking.AlreadyUnderWay):
        _ask(house, ours, dana)
    with pytest.raises(deciding.NoteNeeded), house.writing() as session:
        moderation.decline(session, first.id, by=dana, note=" ")
    with house.writing() as session:
        moderation.decline(session, first.id, by=dana, note="A correction is enough.")
    second = _ask(house, ours, rosa)
    with pytest.raises(deciding.OnlyWhoAsked), house.writing() as session:
        moderation.withdraw(session, second.id, by=dana)
    with house.writing() as session:
        moderation.withdraw(session, second.id, by=rosa)

    with pytest.raises(deciding.AlreadyDecided, match="Rosa Martinez withdrew this already"):
        _confirm(house, second, dana)
    for asked in (first, second):
        acting.act(house, asked.id)
    assert not sandbox.sayings(id=ours.external_id)[0]["removed"]
    assert _row(house, first).note == "A correction is enough."
    assert _told(house) == [
        ("moderation.asked", rosa.id),
        ("moderation.declined", dana.id),
        ("moderation.asked", rosa.id),
        ("moderation.withdrawn", rosa.id),
    ]


def test_a_request_about_words_that_are_gone_meanwhile_ends_in_sight(
    house: Runtime, page: Account, ours: Message, rosa: User, dana: User
) -> None:
    asked = _ask(house, ours, rosa)
    gone = Notice(external_id=ours.external_id or "", happening=Happening.REMOVED)
    with house.writing() as session:
        locked = accounts.locked(session, page.id)
        intake.receive(session, locked, Page(notices=(gone,)))

    with pytest.raises(deciding.AlreadyDecided, match="gone from the platform already"):
        _confirm(house, asked, dana)
    assert _row(house, asked).state is ModerationState.LAPSED
    assert _told(house)[1:] == [("moderation.lapsed", None), ("message.removed", None)]


def test_what_somebody_asked_for_who_left_the_desk_can_only_be_declined(
    house: Runtime, ours: Message, rosa: User, dana: User
) -> None:
    asked = _ask(house, ours, rosa)
    _deactivate(house, rosa)

    with pytest.raises(deciding.AskerIsGone, match="Rosa Martinez"):
        _confirm(house, asked, dana)
    with house.writing() as session:
        moderation.decline(session, asked.id, by=dana, note="She has left.")

    assert _row(house, asked).state is ModerationState.DECLINED


def test_it_is_listed_and_counted_for_whoever_may_confirm_it(
    house: Runtime, build: Make, ours: Message, rosa: User, dana: User
) -> None:
    ben = build.user(name="Ben Ortiz")
    asked = _ask(house, ours, rosa)

    assert _counted(house, rosa, ben, dana) == [0, 0, 1]
    with house.reading() as session:
        (row,) = queues.page(session, views.find("confirm"), dana).rows
    assert row.id == ours.conversation_id
    _deactivate(house, dana)
    assert _counted(house, rosa, ben) == [0, 1]
    with house.writing() as session:
        moderation.decline(session, asked.id, by=ben, note="A correction is enough.")
    assert _counted(house, rosa, ben) == [0, 0]


def test_nobody_is_a_second_person_before_somebody_vouched_for_them(
    house: Runtime, build: Make, ours: Message, rosa: User, dana: User
) -> None:
    ben, eve = build.user(name="Ben Ortiz"), build.user(name="Eve Stone")
    asked = _ask(house, ours, rosa)
    with house.writing() as session:
        unknown = User.id.in_([dana.id, eve.id])
        session.execute(update(User).where(unknown).values(unvouched_since=house.clock.now()))

    for person in (dana, eve):
        with pytest.raises(deciding.NotByYou, match="This waits for Ben Ortiz"):
            _confirm(house, asked, person)
    assert _counted(house, rosa, dana, eve, ben) == [0, 0, 0, 1]
    assert _confirm(house, asked, ben).state is ModerationState.QUEUED


@pytest.mark.usefixtures("dana")
def test_a_delete_that_was_under_way_before_the_rule_waits_for_its_second_person(
    house: Runtime, ours: Message, rosa: User
) -> None:
    asked = _ask(house, ours, rosa)
    migrating.downgrade(house.engine, "20261128_0110")
    with house.engine.begin() as connection:
        before = "UPDATE moderation SET state = 'queued', policy_version = '2026-11', answer = NULL"
        connection.execute(text(before))

    migrating.upgrade(house.engine)

    assert _row(house, asked).state is ModerationState.PROPOSED


def _counted(house: Runtime, *people: User) -> list[int]:
    # As the live relay counts: it knows of a person their number only.
    with house.reading() as session:
        return [queues.counts(session, User(id=person.id))["confirm"] for person in people]


@pytest.mark.usefixtures("dana")
@pytest.mark.parametrize("second", [lambda _: None, lambda asked: asked.by_user_id])
def test_the_database_itself_holds_no_delete_of_one_person(
    house: Runtime,
    ours: Message,
    rosa: User,
    second: Callable[[Moderation], int | None],
) -> None:
    asked = _ask(house, ours, rosa)
    alone = {"state": ModerationState.QUEUED, "decided_by_user_id": second(asked)}

    with pytest.raises(IntegrityError), house.writing() as session:
        session.execute(update(Moderation).where(Moderation.id == asked.id).values(alone))
