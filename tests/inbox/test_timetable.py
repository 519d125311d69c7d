from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.registry import CONNECTORS
from inbox import clock, polling, timetable
from inbox.models import Account, Cursor, Decision
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.sandbox.running import Running

if TYPE_CHECKING:
    from tests.databases import Database

STREAMS = CONNECTORS["facebook"].streams


def _streams(house: Runtime, page: Account) -> dict[str, Cursor]:
    with house.reading() as session:
        return {cursor.stream: cursor for cursor in timetable.streams(session, page.id)}


def _rest(house: Runtime, page: Account, stream: str) -> timedelta:
    return _streams(house, page)[stream].due_at - house.clock.now()


def _poll_after(house: Runtime, page: Account, **span: float) -> None:
    assert isinstance(house.clock, SetClock)
    house.clock.advance(**span)
    polling.poll(house, page.id)


def _write(sandbox: Running, count: int) -> None:
    post = sandbox.publish(platform="facebook", text="Juniper Street is closed.")
    comment = {"platform": "facebook", "kind": "comment", "author": "Ana", "post": post}
    sandbox.say_many(*({**comment, "text": f"comment {number}"} for number in range(count)))


def test_streams_are_due_within_their_bounds_and_the_busy_one_first(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    _write(sandbox, 60)

    polling.poll(house, page.id)

    comments, messages = (_rest(house, page, name) for name in ("comments", "messages"))
    assert comments < messages
    for name, rest in (("comments", comments), ("messages", messages)):
        fastest = STREAMS[name].fastest
        assert fastest
        assert fastest <= rest <= STREAMS[name].interval


def test_every_decision_can_be_read_afterwards(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    _write(sandbox, 3)
    polling.poll(house, page.id)

    with house.reading() as session:
        made = {one.stream: one for one in timetable.decisions(session, page.id)}
    assert made["comments"].brought == 3
    assert made["comments"].calls >= 1
    assert made["comments"].reason.startswith("every ")
    assert _streams(house, page)["comments"].reason


def test_only_the_latest_decisions_are_kept(house: Runtime, page: Account) -> None:
    polling.poll(house, page.id)
    with house.writing() as session:
        for _ in range(timetable.DECISIONS_KEPT):
            now = clock.now(session)
            session.add(
                Decision(
                    account_id=page.id,
                    stream="comments",
                    decided_at=now,
                    due_at=now,
                    brought=0,
                    calls=1,
                    reason="a long time ago",
                )
            )

    _poll_after(house, page, minutes=3)

    with house.reading() as session:
        kept = timetable.decisions(session, page.id, most=10_000)
    assert len(kept) == timetable.DECISIONS_KEPT
    assert kept[0].reason != "a long time ago"


def test_when_the_platform_says_enough_all_that_share_its_calls_wait_and_then_go_on(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    polling.poll(house, page.id)
    sandbox.faults(kind="rate_limit", platform="graph", seconds=600, count=None)

    _poll_after(house, page, minutes=5)

    problems = [stream.problem for stream in _streams(house, page).values()]
    assert len([problem for problem in problems if problem]) == 1
    assert min(_rest(house, page, name) for name in STREAMS) > timedelta(minutes=3)
    sandbox.clear_faults()
    _poll_after(house, page, minutes=6)
    comments = _streams(house, page)["comments"]
    assert comments.problem is None
    assert comments.due_at - house.clock.now() <= STREAMS["comments"].interval


def test_failures_make_a_stream_rest_longer_and_a_success_forgives_them(
    house: Runtime, sandbox: Running, page: Account
) -> None:
    sandbox.faults(kind="status", platform="graph", status=503, count=None)
    polling.poll(house, page.id)
    first = _rest(house, page, "comments")
    for _ in range(4):
        _poll_after(house, page, minutes=15)
    later = _rest(house, page, "comments")
    assert first <= timedelta(seconds=15) < timedelta(seconds=60) < later
    assert "failed 5 times in a row" in (_streams(house, page)["comments"].reason or "")

    sandbox.clear_faults()
    _poll_after(house, page, minutes=15)

    assert "failed" not in (_streams(house, page)["comments"].reason or "")


def test_a_pace_set_by_hand_holds_for_every_stream(
    house: Runtime, page: Account, committed_database: Database, tmp_path: Path
) -> None:
    address = house.settings.platform_address or ""
    practice = houses.runtime(
        committed_database.engine,
        tmp_path,
        house.clock,
        HEARBACK_PLATFORM_ADDRESS=address,
        HEARBACK_POLL_SECONDS="2",
    )

    polling.poll(practice, page.id)

    assert {_rest(house, page, name) for name in STREAMS} == {timedelta(seconds=2)}
    practice.redis.close()
