"""How dark is each hour of the week, and where does it stand in the drawing?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inbox.reports.figures import Figures

STEPS = 4
"""How many shades there are."""

_HOURS, _DAYS = 24, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How large a drawing and the place of an hour are; days go down the page, or hours do."""

    name: str
    left: int
    top: int
    cell_width: float
    cell_height: float
    are_days_down: bool

    @property
    def width(self) -> float:
        """How wide the whole is."""
        return self.left + self.cell_width * (_HOURS if self.are_days_down else _DAYS)

    @property
    def height(self) -> float:
        """How high the whole is."""
        return self.top + self.cell_height * (_DAYS if self.are_days_down else _HOURS)

    def x(self, day: int, hour: int) -> float:
        """Return where an hour begins across."""
        return self.left + self.cell_width * (hour if self.are_days_down else day)

    def y(self, day: int, hour: int) -> float:
        """Return where an hour begins down the page."""
        return self.top + self.cell_height * (day if self.are_days_down else hour)


LAYOUTS = (
    Layout(name="wide", left=36, top=20, cell_width=26.75, cell_height=20.5, are_days_down=True),
    Layout(name="narrow", left=26, top=20, cell_width=47, cell_height=18, are_days_down=False),
)
"""Side by side where there is room for a day; upright on a phone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of the week: how many began to wait, and how dark it is."""

    hour: int
    x: float
    y: float
    count: int
    shade: int


def cells(hours: Mapping[int, Figures], layout: Layout) -> list[Cell]:
    """Draw how many began to wait in each hour of the week, Monday's first being 0."""
    most = max((one.count for one in hours.values()), default=0)
    found = []
    for hour in range(_DAYS * _HOURS):
        count = hours[hour].count if hour in hours else 0
        shade = -(-STEPS * count // most) if most else 0
        at = divmod(hour, _HOURS)
        found.append(Cell(hour, layout.x(*at), layout.y(*at), count, shade))
    return found
