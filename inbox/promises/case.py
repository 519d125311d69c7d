"""What is known of a conversation when it is worked out what it is promised?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from inbox.hours.week import Hours
from inbox.models import Promise
from inbox.promises.matching import Standing
from inbox.promises.measuring import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What stands at a wait for reports: its hours, its staffed length, and its target."""

    hours_id: int | None
    staffed: int | None
    target: int | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """One wait. `known_at` is when it came to us, `hours` those it is measured by in staffed time.

    `is_promised` is off for what was said before the account was first connected: a first
    connection must not break a hundred promises that nobody could keep.
    """

    id: int
    is_first: bool
    started_at: datetime
    ended_at: datetime | None
    known_at: datetime
    is_promised: bool
    hours: Hours | None
    hours_id: int
    noted: Noted

    @property
    def run(self) -> Run:
        """From when until when somebody waited."""
        return self.started_at, self.ended_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A conversation with its waits, oldest first, and what it was promised so far."""

    id: int
    is_open: bool
    is_new_cycle: bool
    standing: Standing
    waits: list[Waited]
    promises: list[Promise] = field(default_factory=list)

    @property
    def waiting(self) -> Waited | None:
        """The wait that runs."""
        return next((one for one in self.waits if one.ended_at is None), None)

    @property
    def cycle(self) -> list[Waited]:
        """The waits since the conversation was opened or opened again; none once it is over."""
        firsts = [number for number, one in enumerate(self.waits) if one.is_first]
        if not firsts or not self.is_open or self.is_new_cycle:
            return []
        return self.waits[firsts[-1] :]
