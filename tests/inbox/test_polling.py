from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from hearback.seeding import accounts as seeding
from inbox import accounts, leases, polling, turns
from inbox.models import (
    Account,
    AccountState,
    Capture,
    Conversation,
    Cursor,
    Gap,
    Lane,
    Message,
)
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.sandbox.running import Running


def _texts(house: Runtime) -> list[str]:
    with house.reading() as session:
        return sorted(session.scalars(select(Message.text)))


def _move_on(house: Runtime, **span: float) -> None:
    assert isinstance(house.clock, SetClock)
    house.clock.advance(**span)


def _comments(sandbox: Running, count: int) -> str:
    post = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
    sandbox.say_many(
        *(
            {
                "platform": "facebook",
                "kind": "comment",
                "author": f"Resident {number}",
                "text": f"comment {number:03}",
                "post": post,
            }
            for number in range(count)
        )
    )
    return post


def test_what_residents_wrote_reaches_the_desk_once(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    _comments(sandbox, 3)
    sandbox.say(platform="facebook", kind="direct_message", author="Ana", text="Are you open?")

    polling.poll(house, page.id)
    _move_on(house, minutes=1)
    polling.poll(house, page.id)

    assert _texts(house) == ["Are you open?", "comment 000", "comment 001", "comment 002"]
    with house.reading() as session:
        assert session.scalars(select(Capture.id)).first()
        assert session.get_one(Account, page.id).fetched_at is not None


def test_a_long_thread_is_walked_to_its_end(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    _comments(sandbox, 260)

    polling.poll(house, page.id)

    assert len(_texts(house)) == 260


def test_a_page_that_failed_stays_a_gap_until_it_is_filled(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    post = _comments(sandbox, 260)
    sandbox.faults(kind="status", platform="graph", route=f"*/{post}/comments", status=503)

    polling.poll(house, page.id)
    with house.reading() as session:
        (gap,) = session.scalars(select(Gap).where(Gap.filled_at.is_(None)))
    assert len(_texts(house)) < 260
    _move_on(house, minutes=1)
    polling.poll(house, page.id)

    assert len(_texts(house)) == 260
    with house.reading() as session:
        assert session.get_one(Gap, gap.id).filled_at is not None


def test_a_platform_that_is_down_is_shown_with_since_when_and_then_recovers(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    _comments(sandbox, 1)
    sandbox.faults(kind="status", platform="graph", status=503, count=None)

    polling.poll(house, page.id)
    with house.reading() as session:
        (health,) = accounts.overview(session)
        since = health.account.failing_since
    assert since is not None
    assert not health.is_stopped
    sandbox.clear_faults()
    _move_on(house, minutes=1)
    polling.poll(house, page.id)

    assert _texts(house) == ["comment 000"]
    with house.reading() as session:
        assert accounts.overview(session)[0].account.failing_since is None


def test_a_revoked_token_stops_the_account_in_words_and_keeps_its_queue(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    _comments(sandbox, 2)
    polling.poll(house, page.id)
    sandbox.revoke("facebook", "mesaverdepd")
    _move_on(house, minutes=1)

    polling.poll(house, page.id)

    with house.reading() as session:
        (health,) = accounts.overview(session)
        assert health.is_stopped
        assert "Connect it again" in health.advice
        assert len(session.scalars(select(Conversation)).all()) == 2


def test_a_second_worker_does_nothing_while_the_first_one_polls(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    _comments(sandbox, 1)
    with house.writing() as session:
        session.execute(
            update(Account).values(
                polling_by="another", polling_until=house.clock.now() + leases.LEASE
            )
        )

    polling.poll(house, page.id)

    assert _texts(house) == []


def test_a_dead_workers_account_is_taken_over_when_its_lease_has_run_out(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    _comments(sandbox, 1)
    with house.writing() as session:
        session.execute(
            update(Account).values(
                polling_by="dead", polling_until=house.clock.now() + leases.LEASE
            )
        )
    _move_on(house, seconds=13)

    polling.poll(house, page.id)

    assert _texts(house) == ["comment 000"]


def test_what_a_worker_fetched_after_losing_its_lease_is_not_stored(
    house: Runtime, page: Account
) -> None:
    turn = turns.Turn(house, page.id, Lane.POLL, "slow", None)  # type: ignore[arg-type]
    with house.writing() as session:
        session.execute(update(Account).values(polling_by="quicker"))

    with pytest.raises(leases.LeaseLost):
        turn.renew()


def test_a_failure_after_losing_the_lease_is_not_noted(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    slowly = {"kind": "delay", "platform": "graph", "seconds": 1, "count": None}
    sandbox.faults(slowly, {"kind": "status", "platform": "graph", "status": 503, "count": None})
    with ThreadPoolExecutor(1) as slow:
        reading = slow.submit(polling.poll, house, page.id)
        while not _holder(house, page):
            assert not reading.done()
        with house.writing() as session:
            accounts.end_turns(accounts.locked(session, page.id))

    reading.result()
    with house.reading() as session:
        assert session.get_one(Account, page.id).failing_since is None


def _holder(house: Runtime, page: Account) -> str | None:
    with house.reading() as session:
        return session.get_one(Account, page.id).polling_by


def test_a_stopped_account_is_not_polled(house: Runtime, sandbox: Running, page: Account) -> None:
    _comments(sandbox, 1)
    with house.writing() as session:
        session.get_one(Account, page.id).state = AccountState.NEEDS_RECONNECTION

    polling.poll(house, page.id)

    assert _texts(house) == []


@pytest.mark.parametrize("name", ["facebook", "instagram_private"])
def test_a_thread_that_a_walk_passed_by_is_read_down_to_what_is_stored(
    house: Runtime, sandbox: Running, name: str
) -> None:
    account = seeding.connect(house, sandbox.address, name)
    where = {"platform": account.platform.value, "profile": name, "kind": "direct_message"}
    sandbox.say(**where, author="Ben", text="The newest of all")
    _poll_now(house, account)
    # What a walk would have read, had the thread not moved up meanwhile.
    earlier = [
        where | {"author": "Ana", "text": f"earlier {one}", "seconds_ago": 3600 - one}
        for one in range(45)
    ]
    sandbox.say_many(*earlier, where | {"author": "Ana", "text": "just now"})

    _poll_now(house, account)

    said = {one["text"] for one in earlier} | {"just now", "The newest of all"}
    assert {*_texts(house)} == said
    with house.reading() as session:
        assert session.scalars(select(Gap.id).where(Gap.filled_at.is_(None))).all() == []


def _poll_now(house: Runtime, account: Account) -> None:
    with house.writing() as session:
        session.execute(update(Cursor).values(due_at=house.clock.now()))
    polling.poll(house, account.id)
