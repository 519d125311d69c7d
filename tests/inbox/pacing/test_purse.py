from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.pages import Budget
from connectors.streams import Allowance
from inbox.pacing.purse import Purse, purse

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOURLY = Allowance(name="calls", calls=200, window=timedelta(hours=1))


def _purse(budget: Budget | None, spent: float = 0.0) -> Purse:
    return purse(HOURLY, budget, spent=spent, at=NOON)


def test_without_figures_the_plan_holds_and_a_long_walk_is_paid_back() -> None:
    assert _purse(None).calls_an_hour == 162
    assert _purse(None, spent=162).calls_an_hour == 162
    assert _purse(None, spent=192).calls_an_hour == 72
    assert 0 < _purse(None, spent=5_000).calls_an_hour < 10


def test_what_is_left_is_spread_until_the_window_ends_but_for_a_tenth() -> None:
    ends = NOON + timedelta(minutes=30)

    assert _purse(Budget(remaining=120, limit=200, resets_at=ends)).calls_an_hour == 200


def test_the_last_tenth_is_kept_for_answers() -> None:
    ends = NOON + timedelta(minutes=30)

    assert _purse(Budget(remaining=20, limit=200, resets_at=ends)).closed_until == ends


def test_a_budget_whose_window_has_ended_tells_nothing_any_more() -> None:
    over = Budget(remaining=0, limit=200, resets_at=NOON)

    assert _purse(over) == _purse(None)


def _percent(used: int, **more: datetime) -> Budget:
    return Budget(remaining=100 - used, limit=100, in_percent=True, **more)


def test_a_quota_that_proves_to_be_large_is_used() -> None:
    assert _purse(_percent(1), spent=200).calls_an_hour == pytest.approx(0.75 * 200 / 0.02)
    assert _purse(_percent(60), spent=20).calls_an_hour == 180


def test_a_quota_running_out_slows_polls_down_and_at_its_end_hardly_any_are_left() -> None:
    paces = [_purse(_percent(used), spent=100).calls_an_hour for used in (70, 80, 90, 95, 100)]

    assert paces == sorted(paces, reverse=True)
    assert 0 < paces[-1] < 10


def test_nothing_is_read_while_the_platform_refuses() -> None:
    ends = NOON + timedelta(minutes=19)

    assert _purse(_percent(100, resets_at=ends)).closed_until == ends
