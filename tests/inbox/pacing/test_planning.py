from __future__ import annotations

from datetime import UTC, datetime, timedelta

from connectors.pages import Budget
from connectors.streams import Allowance, Stream
from connectors.words import Kind
from inbox.pacing import words
from inbox.pacing.planning import Decision, Paced, plan
from inbox.pacing.rhythm import Rhythm

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CALLS = Allowance(name="calls", calls=60, window=timedelta(hours=1))
STREAM = Stream(
    kind=Kind.COMMENT,
    interval=timedelta(minutes=5),
    fastest=timedelta(seconds=10),
    allowance=CALLS,
)


def _read(came: int = 0, budget: Budget | None = None) -> Paced:
    said = [NOON - timedelta(seconds=5 * number) for number in range(came)]
    return Paced(STREAM, Rhythm.new(NOON).after_poll(NOON, came=said, calls=1, budget=budget))


def _plan(**streams: Paced) -> dict[str, Decision]:
    return plan(streams, NOON)


def test_streams_of_one_allowance_share_it_and_the_busy_one_is_read_more_often() -> None:
    decided = _plan(busy=_read(came=40), quiet=_read())

    busy, quiet = decided["busy"].rest, decided["quiet"].rest
    assert STREAM.fastest
    assert STREAM.fastest < busy < quiet <= STREAM.interval
    assert timedelta(hours=1) / busy + timedelta(hours=1) / quiet <= CALLS.calls * 0.9


def test_a_stream_without_an_allowance_is_read_after_its_interval() -> None:
    own = Stream(kind=Kind.LIVE_COMMENT, interval=timedelta(seconds=3))
    streams = {"live": Paced(own, _read().rhythm), "quiet": _read()}

    decided = plan(streams, NOON)

    assert decided["live"].due_at == NOON + timedelta(seconds=3)


def test_with_only_the_reserve_left_nothing_is_read_before_the_window_ends() -> None:
    ends = NOON + timedelta(minutes=50)
    decided = _plan(one=_read(came=40, budget=Budget(remaining=6, limit=60, resets_at=ends)))

    assert decided["one"].due_at == ends
    assert "kept for answers" in words.reason(decided["one"])


def test_the_latest_figures_of_any_stream_hold_for_all_that_share_them() -> None:
    ends = NOON + timedelta(minutes=50)
    told = _read(budget=Budget(remaining=6, limit=60, resets_at=ends))

    assert _plan(one=told, other=_read())["other"].due_at == ends


def test_a_rhythm_can_be_written_down_and_read_again() -> None:
    budget = Budget(remaining=82, limit=100, resets_at=NOON, in_percent=True)
    rhythm = _read(came=3).rhythm.after_poll(
        NOON, came=[], calls=2, budget=budget, fresh_at=NOON - timedelta(hours=1)
    )

    assert Rhythm.read(rhythm.after_failure().written()) == rhythm.after_failure()


def test_a_decision_says_why() -> None:
    ends = NOON + timedelta(minutes=30)
    budget = Budget(remaining=60, limit=60, resets_at=ends)
    decided = _plan(one=_read(came=20, budget=budget), other=_read(came=1))

    said = words.reason(decided["one"])
    assert said == "every 41 s: about 113 messages an hour, 60 of 60 calls left until 12:30 UTC"
