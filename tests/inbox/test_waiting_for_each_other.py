"""Do two who change the same ever wait for each other for good?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.errors import NeedsReconnection
from connectors.words import Audience, Verb
from inbox import accounts, conversations, deliveries, replies, scheduling, snoozing
from inbox.deliveries import AlreadyLeft
from inbox.models import (
    Account,
    AccountState,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Status,
    User,
)
from inbox.moderation import asking
from inbox.moderation import outcomes as act_outcomes
from inbox.moderation.asking import Request
from inbox.outbox import claiming, outcomes
from inbox.replies import Draft
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming
from tests.factories.making import Make

# Where only one may write at a time, the second comes no further.
PATIENCE_SECONDS = 1


def test_a_reply_is_written_while_a_poll_holds_the_account(runtime: Runtime, make: Make) -> None:
    conversation, rosa = make.conversation(), make.user()
    has_account, has_conversation = threading.Event(), threading.Event()

    def poll() -> Account:
        with runtime.writing() as session:
            account = accounts.locked(session, conversation.account_id)
            has_account.set()
            has_conversation.wait(PATIENCE_SECONDS)
            conversations.locked(session, conversation.id)
            return account

    with ThreadPoolExecutor(2) as both:
        polled = both.submit(poll)
        has_account.wait()
        replied = both.submit(_reply, runtime, conversation, rosa, has_conversation)

    assert polled.result().id == conversation.account_id
    assert replied.result().conversation_id == conversation.id


def _reply(
    runtime: Runtime, conversation: Conversation, by: User, has_conversation: threading.Event
) -> Delivery:
    with runtime.writing() as session:
        conversations.locked(session, conversation.id)
        has_conversation.set()
        draft = Draft(text="At six.", audience=Audience.PUBLIC, client_token="one")
        return replies.write(session, conversation.id, draft, by=by)


def test_a_person_decides_about_a_reply_while_its_outcome_is_stored(
    runtime: Runtime, make: Make, clock: SetClock
) -> None:
    conversation, rosa = make.conversation(), make.user()
    reply = make.reply(conversation, rosa)
    clock.advance(minutes=1)
    sending = claiming.claim_to_send(runtime, reply.id)
    assert sending

    def decide(session: Session) -> None:
        with suppress(AlreadyLeft):
            deliveries.take_back(session, reply.id, by=rosa)

    _beside_somebody(
        runtime,
        conversation,
        then=decide,
        meanwhile=lambda: outcomes.doubt(runtime, sending, "No answer came."),
    )

    with runtime.reading() as session:
        assert session.get_one(Delivery, reply.id).state is DeliveryState.UNKNOWN


def test_what_has_slept_long_enough_wakes_while_somebody_changes_several(
    runtime: Runtime, make: Make, clock: SetClock
) -> None:
    rosa, first, second = make.user(), make.conversation(), make.conversation()
    with runtime.writing() as session:
        for minutes, one in ((2, first), (1, second)):
            until = clock.at + timedelta(minutes=minutes)
            snoozing.snooze(session, one.id, until=until, by=rosa)
    clock.advance(minutes=3)

    _beside_somebody(
        runtime,
        first,
        then=lambda session: conversations.locked(session, second.id),
        meanwhile=lambda: scheduling.wake_what_is_due(runtime),
    )

    with runtime.reading() as session:
        assert session.get_one(Conversation, first.id).status is Status.OPEN


def test_a_page_that_changes_two_conversations_comes_while_somebody_changes_both(
    runtime: Runtime, make: Make
) -> None:
    account, edited = make.account(), incoming(text="The second, before.")
    first = make.conversation(account)
    make.received(account, [edited])
    with runtime.reading() as session:
        second = session.scalars(select(func.max(Conversation.id))).one()
    page = [incoming(thread_id=first.thread_id), replace(edited, text="The second, after.")]

    _beside_somebody(
        runtime,
        first,
        then=lambda session: conversations.locked(session, second),
        meanwhile=lambda: make.received(account, page),
    )

    with runtime.reading() as session:
        texts = session.scalars(select(Message.text)).all()
    assert {one.text for one in page} <= {*texts}


def test_an_act_stops_its_account_while_a_poll_holds_it(runtime: Runtime, make: Make) -> None:
    conversation, rosa = make.conversation(), make.user()
    (message,) = make.messages(conversation)
    with runtime.writing() as session:
        liked = asking.ask(session, message.id, Request(verb=Verb.LIKE), by=rosa)
    has_account, gets_no_further = threading.Event(), threading.Event()

    def poll() -> None:
        with runtime.writing() as session:
            accounts.locked(session, conversation.account_id)
            has_account.set()
            gets_no_further.wait(PATIENCE_SECONDS)
            conversations.locked(session, conversation.id)

    with ThreadPoolExecutor(2) as both:
        polled = both.submit(poll)
        has_account.wait()
        ended = NeedsReconnection("The token has ended.")
        stopped = both.submit(
            act_outcomes.stop_account, runtime, liked.id, "a worker", ended, since=None
        )

    polled.result()
    stopped.result()
    with runtime.reading() as session:
        account = session.get_one(Account, conversation.account_id)
    assert account.state is AccountState.NEEDS_RECONNECTION


def _beside_somebody(
    runtime: Runtime,
    conversation: Conversation,
    *,
    then: Callable[[Session], object],
    meanwhile: Callable[[], object],
) -> None:
    """Let somebody hold a conversation and go on, and something else happen in between."""
    has_conversation, gets_no_further = threading.Event(), threading.Event()

    def somebody() -> None:
        with runtime.writing() as session:
            conversations.locked(session, conversation.id)
            has_conversation.set()
            gets_no_further.wait(PATIENCE_SECONDS)
            then(session)

    with ThreadPoolExecutor(2) as both:
        theirs = both.submit(somebody)
        has_conversation.wait()
        other = both.submit(meanwhile)

    theirs.result()
    other.result()
