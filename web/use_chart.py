"""Where do the bars of how often something was sent each week stand? Sizes are the drawing's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inbox.canned.usage import Week
from web import formatting, serving

WIDTH = 420
HEIGHT = 120
BOTTOM = 94
BAR = 34
_LEFT = 10
_STEP = 51
_TOP = 18
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: where its bar stands, how high it is, and on which day the week began."""

    sent: int
    x: int
    height: float
    day: str


def bars(weeks: Sequence[Week]) -> list[Bar]:
    """Draw some weeks; one in which nothing was sent keeps a line, so that it is seen."""
    most = max((one.sent for one in weeks), default=0) or 1
    zone = serving.runtime().settings.time_zone
    return [
        Bar(
            one.sent,
            _LEFT + _STEP * number,
            max((BOTTOM - _TOP) * one.sent / most, _LEAST),
            formatting.short_day(one.first.astimezone(zone).date()),
        )
        for number, one in enumerate(weeks)
    ]
