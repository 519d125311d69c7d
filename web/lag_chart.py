"""Where do the lines of the lag of each account stand? Sizes are those of the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inbox.account_lags import Lag, Lags
from inbox.models import Account
from web import charts, formatting
from web.charts import Frame, Tick

MOST = 6
"""How many lines can be told apart, by colour and by dashes. The table holds every account."""


@dataclass(frozen=True, slots=True)
class Line:
    """The lag of one account: its path, and a dot for each step in which a message came."""

    path: str
    dots: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines in the order of their accounts, and both axes."""

    lines: Sequence[Line]
    heights: Sequence[Tick]
    names: Sequence[Tick]


def shown(lags: Lags, accounts: Sequence[Account]) -> list[tuple[Account, Lag]]:
    """Return the accounts that are drawn, those that are the latest at the moment first."""
    known = [(one, lags.by_account[one.id]) for one in accounts if one.id in lags.by_account]
    return sorted(known, key=lambda one: -one[1].newest)[:MOST]


def draw(lags: Lags, drawn: Sequence[tuple[Account, Lag]], frame: Frame) -> Drawn:
    """Draw some accounts over the last hour."""
    places = charts.across(frame, len(lags.starts))
    height, ticks = charts.upwards(frame, [step for _, lag in drawn for step in lag.steps])
    lines = []
    for _, lag in drawn:
        heights = [None if one is None else height(one.total_seconds()) for one in lag.steps]
        points = list(zip(places, heights, strict=True))
        dots = [(x, y) for x, y in points if y is not None]
        lines.append(Line(charts.joined(points), dots))
    every = -(-len(places) // frame.most_names)
    names = [
        Tick(x, formatting.minute(start))
        for x, start in list(zip(places, lags.starts, strict=True))[::every]
    ]
    return Drawn(lines, ticks, names)
