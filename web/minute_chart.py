"""Where does the line of a small chart of minutes stand?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 260, 64
_LEFT, _RIGHT, _TOP, _BOTTOM = 4, 256, 6, 60


@dataclass(frozen=True, slots=True)
class MinuteChart:
    """The path of the line and of what lies below it, and the most in one minute."""

    line: str
    area: str
    most: int


def drawn(minutes: Sequence[int]) -> MinuteChart:
    """Draw so many a minute, the newest at the right."""
    most = max(minutes, default=0)
    step = (_RIGHT - _LEFT) / max(1, len(minutes) - 1)
    points = [
        f"{_LEFT + place * step:.1f} {_BOTTOM - (_BOTTOM - _TOP) * count / max(1, most):.1f}"
        for place, count in enumerate(minutes)
    ]
    line = "M" + "L".join(points)
    return MinuteChart(line=line, area=f"{line}L{_RIGHT} {_BOTTOM}L{_LEFT} {_BOTTOM}z", most=most)
