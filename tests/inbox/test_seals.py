"""What becomes of the accounts when the key that sealed their credentials is not the one given?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from inbox import account_words, accounts, health, polling, scheduling, seals
from inbox.models import Account, AccountState, Delivery, DeliveryState, Event
from inbox.outbox import delivering
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.making import Make
from web.app import create_app

if TYPE_CHECKING:
    from tests.databases import Database


@pytest.fixture
def wrong(
    runtime: Runtime, committed_database: Database, tmp_path: Path, clock: SetClock
) -> Iterator[Runtime]:
    """The same house, opened with another key that is a good one by itself."""
    key = houses.new_key()
    house = houses.runtime(committed_database.engine, tmp_path, clock, HEARBACK_CREDENTIALS_KEY=key)
    yield house
    house.redis.close()


def _account(house: Runtime) -> accounts.AccountHealth:
    with house.reading() as session:
        (found,) = accounts.overview(session)
        return found


def _credentials(house: Runtime) -> health.Check:
    return next(one for one in health.check(house) if one.name == "credentials")


def test_fetching_stops_the_account_with_what_to_do_about_it(
    wrong: Runtime, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    account = make.account()

    polling.poll(wrong, account.id)

    shown = _account(wrong)
    assert shown.is_stopped
    assert not shown.is_receiving
    assert shown.words == account_words.SEALED
    assert "Put the right key back" in shown.advice
    assert shown.account.polling_by is None
    assert not any(one.exc_info for one in caplog.records)
    assert f"Account {account.id} is stopped. Its credentials" in caplog.text


def test_it_is_stopped_before_anything_is_fetched_and_goes_on_with_the_right_key(
    wrong: Runtime, runtime: Runtime, make: Make
) -> None:
    make.account()

    scheduling.try_the_seals(wrong)
    scheduling.try_the_seals(wrong)
    assert _account(wrong).is_stopped

    scheduling.try_the_seals(runtime)
    assert _account(runtime).is_receiving
    assert _account(runtime).account.problem is None
    with runtime.reading() as session:
        told = session.scalars(select(Event.name).order_by(Event.id)).all()
    assert told == ["account.connected", "account.stopped", "account.opened"]


def test_what_was_stopped_for_another_reason_stays_so(runtime: Runtime, make: Make) -> None:
    account = make.account()
    with runtime.writing() as session:
        accounts.stop(session, account.id, "Facebook ended its access.")

    scheduling.try_the_seals(runtime)

    assert _account(runtime).is_stopped


def test_connected_again_with_the_new_key_it_receives(wrong: Runtime, make: Make) -> None:
    make.account(external_id="page-1")
    seals.settle(wrong)

    Make(wrong).account(external_id="page-1")
    seals.settle(wrong)

    assert _account(wrong).is_receiving


def test_a_reply_waits_until_the_account_can_be_opened(
    wrong: Runtime, make: Make, clock: SetClock
) -> None:
    reply = make.reply(make.conversation(), make.user())
    clock.advance(hours=1)

    delivering.deliver(wrong, reply.id)
    delivering.deliver(wrong, reply.id)

    assert _account(wrong).is_stopped
    with wrong.reading() as session:
        kept = session.get_one(Delivery, reply.id)
    assert kept.state is DeliveryState.QUEUED
    assert kept.leased_by is None


def test_whoever_checks_the_house_is_told_that_the_key_is_wrong(
    wrong: Runtime, runtime: Runtime, make: Make
) -> None:
    make.account()

    assert _credentials(runtime) == health.Check("credentials", ok=True, words="can be opened")
    told = _credentials(wrong)
    assert not told.ok
    assert "Credentials of accounts (1 of 1) cannot be opened" in told.words
    assert "HEARBACK_CREDENTIALS_KEY, or the file credentials_key" in told.words
    answer = create_app(wrong).test_client().get("/readyz")
    assert {one["name"]: one["ok"] for one in answer.json["checks"]}["credentials"] is False


def test_one_account_that_opens_shows_that_the_key_is_right_and_the_other_is_named_all_the_same(
    wrong: Runtime, make: Make
) -> None:
    make.account()
    Make(wrong).account()

    told = _credentials(wrong)

    assert told.ok
    assert "Credentials of accounts (1 of 2) cannot be opened" in told.words


def test_a_disconnected_account_is_asked_for_no_key(
    wrong: Runtime, runtime: Runtime, make: Make
) -> None:
    account = make.account()
    with runtime.writing() as session:
        session.get_one(Account, account.id).state = AccountState.DISCONNECTED

    assert _credentials(wrong).ok
