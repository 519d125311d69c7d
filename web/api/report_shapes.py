"""Which JSON tells the figures of a report? Lengths of time are whole microseconds."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many lengths were measured, and which half and nine in ten do not exceed."""

    count: int
    median_microseconds: int | None
    nine_in_ten_microseconds: int | None
    few: bool = field(metadata={"description": "Whether these are too few to judge by."})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many were answered within their target, how many are past it, and these targets."""

    within_target: int
    past_target: int
    shortest_target_seconds: int | None
    longest_target_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What became of the waits that began on some days."""

    waits: int
    answered: int
    answered_on_platform: int
    no_reply_needed: int
    withdrawn: int
    still_waiting: int
    first_waits: int
    oldest_waiting_microseconds: int | None
    longest_waiting_in_staffed_hours_microseconds: int | None
    first_response: Spread
    next_response: Spread
    first_response_in_staffed_hours: Spread
    next_response_in_staffed_hours: Spread
    first_response_kept: Kept
    next_response_kept: Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """Figures of the waits that have one thing in common."""

    by: str = field(metadata={"description": "What they have in common."})
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A day, or a week where there are many, and how many were waiting when it was over."""

    first_day: str
    last_day: str
    waiting_after: int
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHour:
    """An hour of the week, in the department's time; Monday's first is 0."""

    hour: int
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a word of a report means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the page of reports tells of the same days and waits."""

    first_day: str
    last_day: str
    time_zone: str
    total: Figures
    before: Figures = field(metadata={"description": "Of as many days just before."})
    messages: int
    people: int
    messages_before: int
    waiting_at_start: int
    waiting_at_end: int
    first_response_with_those_waiting: Spread
    first_response_with_those_waiting_in_staffed_hours: Spread
    resolution: Spread
    until_on_the_desk: Spread
    until_opened: Spread
    from_opened_to_answer: Spread
    stretches: list[Stretch]
    hours: list[ReportHour]
    lines: list[ReportLine]
    definitions: list[Definition]
