"""Is a message hidden, shown, liked and deleted only for a reason, by a person, once?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from connectors.pages import Notice, Page
from connectors.words import Direction, Happening, Kind, Verb
from inbox import accounts, intake, moderation, outbox, polling, seals
from inbox.errors import HearbackError
from inbox.models import (
    Account,
    AccountState,
    Capture,
    Conversation,
    Cursor,
    Event,
    Message,
    Moderation,
    ModerationState,
    Role,
    User,
)
from inbox.moderation import Request, acting, asking, policy
from inbox.runtime import Runtime
from inbox.vault import Vault
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from tests.sandbox.running import Running

HIDE = Request(
    verb=Verb.HIDE,
    category="personal_details",
    reason="It names the street and number of a private person.",
    is_even_handed=True,
)
DELETE = Request(
    verb=Verb.DELETE,
    category="our_mistake",
    reason="The time was wrong and is corrected below.",
    is_even_handed=True,
)


@pytest.fixture
def comment(sandbox: Running, house: Runtime, page: Account) -> Message:
    """A resident's comment on the practice Page, fetched and archived."""
    sandbox.publish(platform="facebook", text="Main Street is closed.")
    sandbox.say(platform="facebook", kind="comment", author="Rick", text="He lives at 12 Alder")
    return _polled(house, page)


def _polled(house: Runtime, page: Account) -> Message:
    """Poll again and return the newest message."""
    with house.writing() as session:
        session.execute(update(Cursor).values(due_at=house.clock.now()))
    polling.poll(house, page.id)
    with house.reading() as session:
        return session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def _ask(house: Runtime, message: Message, request: Request, by: User) -> Moderation:
    with house.writing() as session:
        return moderation.ask(session, message.id, request, by=by)


def _done(house: Runtime, message: Message, request: Request, by: User) -> Moderation:
    asked = _ask(house, message, request, by)
    acting.act(house, asked.id)
    return _row(house, asked.id)


def _row(house: Runtime, moderation_id: int) -> Moderation:
    with house.reading() as session:
        return session.get_one(Moderation, moderation_id)


def _message(house: Runtime, message: Message) -> Message:
    with house.reading() as session:
        return session.get_one(Message, message.id)


def _advance(house: Runtime, **span: float) -> None:
    assert isinstance(house.clock, SetClock)
    house.clock.advance(**span)


def _events(house: Runtime) -> list[str]:
    told = select(Event.name).where(
        Event.name.like("moderation.%") | Event.name.in_(("message.hidden", "message.unhidden"))
    )
    with house.reading() as session:
        return list(session.scalars(told.order_by(Event.id)))


def test_hiding_is_done_on_the_platform_and_keeps_who_why_and_a_copy(
    sandbox: Running, house: Runtime, build: Make, comment: Message
) -> None:
    rosa = build.user(name="Rosa Martinez")

    row = _done(house, comment, HIDE, rosa)

    assert sandbox.sayings(id=comment.external_id)[0]["hidden"]
    assert _message(house, comment).hidden_at
    assert (row.state, row.by_user_id) == (ModerationState.DONE, rosa.id)
    assert (row.category, row.reason) == (HIDE.category, HIDE.reason)
    assert row.policy_version == policy.POLICY_VERSION
    with house.reading() as session:
        capture = session.get_one(Capture, comment.capture_id)
    assert (row.capture_id, row.capture_digest) == (capture.id, capture.digest)


def test_a_poll_after_hiding_tells_nothing_new_and_showing_again_is_told_once(
    house: Runtime, build: Make, page: Account, comment: Message
) -> None:
    rosa = build.user()
    _done(house, comment, HIDE, rosa)
    _polled(house, page)

    _done(house, comment, Request(verb=Verb.UNHIDE), rosa)
    _polled(house, page)

    assert _message(house, comment).hidden_at is None
    assert _events(house) == [
        "moderation.asked",
        "message.hidden",
        "moderation.asked",
        "message.unhidden",
    ]


def test_somebody_who_shows_it_on_the_platform_just_after_is_noticed(
    sandbox: Running, house: Runtime, build: Make, page: Account, comment: Message
) -> None:
    _done(house, comment, HIDE, build.user())
    _polled(house, page)
    sandbox.hide(comment.external_id or "", hidden=False)

    _polled(house, page)

    assert _message(house, comment).hidden_at is None
    assert _events(house)[-1] == "message.unhidden"


def test_a_push_about_our_own_act_leaves_who_and_why_to_its_end(
    house: Runtime, build: Make, page: Account, comment: Message
) -> None:
    asked = _ask(house, comment, HIDE, build.user())
    pushed = Notice(external_id=comment.external_id or "", happening=Happening.HIDDEN)
    with house.writing() as session:
        locked = accounts.locked(session, page.id)
        intake.receive(session, locked, Page(notices=(pushed,)))
    acting.act(house, asked.id)

    with house.reading() as session:
        (event,) = session.scalars(select(Event).where(Event.name == "message.hidden")).all()
    assert (event.user_id, event.data["reason"]) == (asked.by_user_id, HIDE.reason)


def test_an_act_waits_while_the_account_cannot_be_opened(
    sandbox: Running, house: Runtime, build: Make, comment: Message
) -> None:
    asked = _ask(house, comment, HIDE, build.user())
    right, house.vault = house.vault, Vault((houses.new_key(),))
    acting.act(house, asked.id)
    acting.act(house, asked.id)

    assert _row(house, asked.id).state is ModerationState.QUEUED
    assert not sandbox.sayings(id=comment.external_id)[0]["hidden"]

    house.vault = right
    seals.settle(house)
    acting.act(house, asked.id)
    assert _row(house, asked.id).state is ModerationState.DONE


def test_our_likes_are_given_and_taken_back(
    sandbox: Running, house: Runtime, build: Make, comment: Message
) -> None:
    rosa = build.user()

    _done(house, comment, Request(verb=Verb.LIKE), rosa)
    assert sandbox.sayings(id=comment.external_id)[0]["liked_by_department"]
    assert _message(house, comment).liked_at
    _done(house, comment, Request(verb=Verb.UNLIKE), rosa)

    assert not sandbox.sayings(id=comment.external_id)[0]["liked_by_department"]
    assert _message(house, comment).liked_at is None


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"category": None}, policy.CategoryNeeded),
        ({"category": "rudeness"}, policy.CategoryNeeded),
        ({"category": "our_mistake"}, policy.CategoryNeeded),
        ({"reason": ""}, policy.ReasonTooShort),
        ({"reason": "bad comment"}, policy.ReasonTooShort),
        ({"reason": "He is very rude to officer Tran"}, policy.ViewpointReason),
        ({"reason": "This is Anti-Police talk and wrong"}, policy.ViewpointReason),
        ({"is_even_handed": False}, asking.EvenHandednessNeeded),
        ({"verb": Verb.UNHIDE}, asking.NotOffered),
        ({"verb": Verb.DELETE}, asking.NotOffered),
    ],
)
def test_hiding_is_refused_without_a_category_a_reason_and_an_even_hand(
    house: Runtime,
    build: Make,
    comment: Message,
    changed: dict[str, Any],
    problem: type[HearbackError],
) -> None:
    with pytest.raises(problem):
        _ask(house, comment, replace(HIDE, **changed), build.user())

    assert _events(house) == []


def test_without_an_archived_copy_nothing_is_hidden(
    house: Runtime, build: Make, comment: Message
) -> None:
    with house.writing() as session:
        session.execute(update(Message).values(capture_id=None))

    with pytest.raises(asking.NotArchived):
        _ask(house, comment, HIDE, build.user())


def test_the_database_itself_holds_no_hiding_without_reason_and_copy(
    house: Runtime, build: Make, comment: Message
) -> None:
    asked = _ask(house, comment, HIDE, build.user())
    for column in ("category", "reason", "capture_id", "capture_digest"):
        with pytest.raises(IntegrityError), house.writing() as session:
            session.execute(
                update(Moderation).where(Moderation.id == asked.id).values({column: None})
            )


def test_two_people_at_once_are_one_act(house: Runtime, build: Make, comment: Message) -> None:
    _ask(house, comment, HIDE, build.user())

    with pytest.raises(asking.AlreadyUnderWay):
        _ask(house, comment, HIDE, build.user(name="Ben Ortiz"))


def test_a_lost_answer_is_looked_up_and_not_repeated(
    sandbox: Running, house: Runtime, build: Make, comment: Message
) -> None:
    sandbox.faults(kind="error_after_write", method="POST", count=1)

    row = _done(house, comment, HIDE, build.user())

    assert row.state is ModerationState.DONE
    assert len(sandbox.journal(method="POST", platform="graph")) == 1


def test_a_platform_that_is_down_is_asked_again_later(
    sandbox: Running, house: Runtime, build: Make, comment: Message
) -> None:
    sandbox.faults(kind="rate_limit", platform="graph", count=1)
    row = _done(house, comment, HIDE, build.user())
    assert (row.state, row.leased_by) == (ModerationState.QUEUED, None)
    assert row.answer

    _advance(house, hours=1)
    acting.act(house, row.id)

    assert _row(house, row.id).state is ModerationState.DONE


def test_a_platform_that_lets_us_wait_is_not_given_up(
    sandbox: Running, house: Runtime, build: Make, comment: Message
) -> None:
    sandbox.faults(kind="rate_limit", platform="graph", count=6)
    row = _done(house, comment, HIDE, build.user())
    for _ in range(5):
        _advance(house, hours=1)
        acting.act(house, row.id)
    assert _row(house, row.id).state is ModerationState.QUEUED

    _advance(house, hours=1)
    acting.act(house, row.id)

    assert _row(house, row.id).state is ModerationState.DONE


def test_a_refusal_is_kept_in_the_platform_s_words(
    sandbox: Running, house: Runtime, build: Make, comment: Message
) -> None:
    sandbox.remove(comment.external_id or "")

    row = _done(house, comment, HIDE, build.user())

    assert row.state is ModerationState.FAILED
    assert "does not exist" in (row.answer or "")
    assert _message(house, comment).hidden_at is None
    assert _events(house) == ["moderation.asked", "moderation.failed"]


def test_a_revoked_token_stops_the_account_and_keeps_the_act(
    sandbox: Running, house: Runtime, build: Make, comment: Message
) -> None:
    sandbox.control("revoke", {"platform": "facebook"})

    row = _done(house, comment, HIDE, build.user())

    assert row.state is ModerationState.QUEUED
    with house.reading() as session:
        account = session.get_one(Account, row.account_id)
    assert account.state is AccountState.NEEDS_RECONNECTION


def test_to_delete_our_own_words_is_asked_for_by_their_author_or_a_supervisor_only(
    house: Runtime, build: Make, page: Account, comment: Message
) -> None:
    rosa, ben = build.user(name="Rosa"), build.user(name="Ben")
    chief = build.user(name="Dana", role=Role.SUPERVISOR)
    ours = _answered(house, build, comment, rosa)

    with pytest.raises(asking.NotArchived):
        _ask(house, ours, DELETE, rosa)
    _polled(house, page)
    with pytest.raises(asking.OnlyAuthorOrSupervisor):
        _ask(house, ours, DELETE, ben)
    with pytest.raises(policy.CategoryNeeded):
        _ask(house, ours, replace(DELETE, category="threat"), chief)

    assert _ask(house, ours, DELETE, rosa).state is ModerationState.PROPOSED


def _answered(house: Runtime, build: Make, comment: Message, by: User) -> Message:
    with house.reading() as session:
        conversation = session.get_one(Conversation, comment.conversation_id)
    delivery = build.reply(conversation, by)
    outbox.deliver(house, delivery.id)
    with house.reading() as session:
        return session.get_one(Message, delivery.message_id)


def test_nothing_is_offered_on_private_words(
    sandbox: Running, house: Runtime, page: Account
) -> None:
    sandbox.say(platform="facebook", kind="direct_message", author="Rick", text="You are useless")
    message = _polled(house, page)

    with house.reading() as session:
        conversation = session.get_one(Conversation, message.conversation_id)
        session.refresh(conversation, ["account"])
        assert (conversation.kind, message.direction) == (Kind.DIRECT_MESSAGE, Direction.IN)
        assert moderation.offered(conversation, message) == frozenset()
