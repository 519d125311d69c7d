"""Up to where is a stream stored, and how far has the slow sweep of older posts come?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from connectors.base import FIRST_REACH
from connectors.graph.revisiting import Before
from connectors.graph.times import moment, written

# Graph times are whole seconds, and a comment may become visible a little late:
# every poll reads a little back, and every round over all posts a little further.
OVERLAP = timedelta(seconds=20)
LAG = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One round over all posts, a page with each poll.

    The round looks for what was said since `floor`, the moment the round before
    began. Both are platform times, so clocks need not agree.
    """

    floor: datetime
    began: datetime
    after: str | None = None

    def onward(self, cursor: str | None) -> Sweep:
        """Go to the next page, or finish the round at the last one."""
        if cursor is None:
            return Sweep(floor=self.began, began=self.began)
        return replace(self, after=cursor)

    def again(self) -> Sweep:
        """Start over with the same floor: the round could not be finished."""
        return replace(self, after=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A stream's position. `counts` are comments per post, `prints` what each showed."""

    newest: datetime
    sweep: Sweep
    counts: Mapping[str, int] = field(default_factory=dict)
    prints: Mapping[str, str] = field(default_factory=dict)

    @property
    def floor(self) -> datetime:
        """The moment from which to read again."""
        return self.newest - OVERLAP

    @property
    def before(self) -> Before:
        """What the next poll compares posts with."""
        return Before(newest=self.newest, counts=self.counts, prints=self.prints)

    def position(self) -> str:
        """Write it down."""
        sweep = self.sweep
        told = {
            "newest": written(self.newest),
            "sweep": [written(sweep.floor), written(sweep.began), sweep.after],
            "counts": dict(self.counts),
            "prints": dict(self.prints),
        }
        return json.dumps(told, separators=(",", ":"))

    @classmethod
    def read(cls, position: str | None, reach: timedelta = FIRST_REACH) -> Standing:
        """Read a position. Without one, look back as far as `reach`."""
        if position is None:
            start = datetime.now(UTC) - reach
            return cls(newest=start, sweep=Sweep(floor=start, began=start))
        told = json.loads(position)
        floor, began, cursor = told["sweep"]
        sweep = Sweep(floor=moment(floor), began=moment(began), after=cursor)
        return cls(
            newest=moment(told["newest"]),
            sweep=sweep,
            counts=told["counts"],
            # A position written before there were any says nothing of them.
            prints=told.get("prints", {}),
        )
