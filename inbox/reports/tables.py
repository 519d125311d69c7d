"""How is a report written as a table: one line for each thing that was counted?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from connectors.phrases import Phrase
from inbox.reports.figures import Figures, Kept, Spread
from inbox.reports.keys import ACCOUNT, LANGUAGE, PERSON, PLACE, POST, TAG, TEAM
from inbox.reports.reporting import Report
from inbox.reports.wording import LAGS

Cell = str | int | timedelta | None

HEADS = (
    Phrase("By"),
    Phrase("What"),
    Phrase("Waits begun"),
    Phrase("Answered"),
    Phrase("On the platform"),
    Phrase("No reply needed"),
    Phrase("Withdrawn"),
    Phrase("Still waiting"),
    Phrase("Oldest waits"),
    Phrase("First responses"),
    Phrase("First response, median"),
    Phrase("First response, 9 in 10 within"),
    Phrase("Next responses"),
    Phrase("Next response, median"),
    Phrase("Next response, 9 in 10 within"),
    Phrase("First response in staffed hours, median"),
    Phrase("First response in staffed hours, 9 in 10 within"),
    Phrase("Next response in staffed hours, median"),
    Phrase("Next response in staffed hours, 9 in 10 within"),
    Phrase("Still waiting, longest in staffed hours"),
    Phrase("First responses within target"),
    Phrase("First responses past target"),
    Phrase("First response, shortest target"),
    Phrase("First response, longest target"),
    Phrase("Next responses within target"),
    Phrase("Next responses past target"),
    Phrase("Next response, shortest target"),
    Phrase("Next response, longest target"),
)
GROUPS = {
    PLACE: Phrase("Platform and kind"),
    ACCOUNT: Phrase("Account"),
    TEAM: Phrase("Team"),
    PERSON: Phrase("Person"),
    TAG: Phrase("Tag"),
    LANGUAGE: Phrase("Language"),
    POST: Phrase("Post"),
}
WEEKDAYS = (
    Phrase("Monday"),
    Phrase("Tuesday"),
    Phrase("Wednesday"),
    Phrase("Thursday"),
    Phrase("Friday"),
    Phrase("Saturday"),
    Phrase("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    by: str
    what: str
    figures: Figures

    @property
    def cells(self) -> Sequence[Cell]:
        """Everything in the order of the heads."""
        one = self.figures
        return (
            self.by,
            self.what,
            one.count,
            one.answered,
            one.on_platform,
            one.no_reply_needed,
            one.withdrawn,
            one.waiting,
            one.waiting_longest,
            one.first.count,
            one.first.median,
            one.first.ninth_decile,
            one.following.count,
            one.following.median,
            one.following.ninth_decile,
            one.first_staffed.median,
            one.first_staffed.ninth_decile,
            one.following_staffed.median,
            one.following_staffed.ninth_decile,
            one.waiting_longest_staffed,
            *_kept(one.first_kept),
            *_kept(one.following_kept),
        )


def rows(report: Report) -> Iterator[Row]:
    """Give every line: all, as many days before, by day, by hour of the week, by group."""
    yield Row(Phrase("All"), Phrase("Chosen days"), report.total)
    yield Row(Phrase("All"), Phrase("As many days before"), report.before)
    for one in report.stretches:
        is_day = one.first == one.last
        by = Phrase("Day") if is_day else Phrase("Week")
        yield Row(by, one.first.isoformat() if is_day else f"{one.first}/{one.last}", one.figures)
    for hour, figures in sorted(report.hours.items()):
        yield Row(Phrase("Hour of the week"), f"{WEEKDAYS[hour // 24]} {hour % 24:02}:00", figures)
    for name, lines in report.groups.items():
        for line in lines:
            yield Row(GROUPS[name], line.name, line.figures)


def besides(report: Report) -> Iterator[tuple[str, Cell]]:
    """Give what is told of all chosen waits together and stands in no line."""
    yield Phrase("Messages in"), report.volume.messages
    yield Phrase("People who wrote"), report.volume.people
    yield Phrase("Messages in, as many days before"), report.volume.messages_before
    yield Phrase("Waiting when the first day began"), report.waiting_at_start
    yield Phrase("Waiting when the last day was over"), report.waiting_at_end
    yield from _spread(Phrase("First response, those still waiting counted so far"), report.so_far)
    staffed = Phrase("First response in staffed hours, those still waiting counted so far")
    yield from _spread(staffed, report.so_far_staffed)
    yield from _spread(Phrase("Time to resolution"), report.resolutions)
    for key, said in LAGS.items():
        yield from _spread(said, report.lags[key])


def _kept(one: Kept) -> Sequence[Cell]:
    return one.within, one.late, one.shortest, one.longest


def _spread(said: str, spread: Spread) -> Iterator[tuple[str, Cell]]:
    yield Phrase("{what}: how many", what=said), spread.count
    yield Phrase("{what}: median", what=said), spread.median
    yield Phrase("{what}: 9 in 10 within", what=said), spread.ninth_decile
