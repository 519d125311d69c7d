"""How do programs read the figures of a report?"""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from flask.typing import ResponseReturnValue

from inbox.filters import conditions
from inbox.permissions import Permission
from inbox.reports import asking, figures, reporting, spreads, wording
from web import auditing, serving
from web import reporting as address
from web.access import current_user
from web.api import report_shapes as shapes
from web.api.caller import answer
from web.api.operations import Operation, Parameter

_MICROSECOND = timedelta(microseconds=1)


@auditing.exports
def get_report() -> ResponseReturnValue:
    """Give what the page of reports shows; `docs/reports.md` says each definition in words."""
    found = reporting.report(serving.session(), address.asked(), by=current_user())
    return answer(_shaped(found))


def _shaped(found: reporting.Report) -> shapes.Report:
    return shapes.Report(
        first_day=found.asked.first.isoformat(),
        last_day=found.asked.last.isoformat(),
        time_zone=found.asked.zone.key,
        total=_figures(found.total),
        before=_figures(found.before),
        messages=found.volume.messages,
        people=found.volume.people,
        messages_before=found.volume.messages_before,
        waiting_at_start=found.waiting_at_start,
        waiting_at_end=found.waiting_at_end,
        first_response_with_those_waiting=_spread(found.so_far),
        first_response_with_those_waiting_in_staffed_hours=_spread(found.so_far_staffed),
        resolution=_spread(found.resolutions),
        until_on_the_desk=_spread(found.lags[spreads.REACHING]),
        until_opened=_spread(found.lags[spreads.UNSEEN]),
        from_opened_to_answer=_spread(found.lags[spreads.ANSWERING]),
        stretches=[_stretch(one) for one in found.stretches],
        hours=[
            shapes.ReportHour(hour=hour, figures=_figures(one))
            for hour, one in sorted(found.hours.items())
        ],
        lines=[
            shapes.ReportLine(by=by, name=line.name, figures=_figures(line.figures))
            for by, lines in found.groups.items()
            for line in lines
        ],
        definitions=[
            shapes.Definition(name=name, meaning=meaning) for name, meaning in wording.DEFINITIONS
        ],
    )


def _stretch(one: reporting.Stretch) -> shapes.Stretch:
    return shapes.Stretch(
        first_day=one.first.isoformat(),
        last_day=one.last.isoformat(),
        waiting_after=one.waiting_after,
        figures=_figures(one.figures),
    )


def _figures(one: figures.Figures) -> shapes.Figures:
    return shapes.Figures(
        waits=one.count,
        answered=one.answered,
        answered_on_platform=one.on_platform,
        no_reply_needed=one.no_reply_needed,
        withdrawn=one.withdrawn,
        still_waiting=one.waiting,
        first_waits=one.firsts,
        oldest_waiting_microseconds=_microseconds(one.waiting_longest),
        longest_waiting_in_staffed_hours_microseconds=_microseconds(one.waiting_longest_staffed),
        first_response=_spread(one.first),
        next_response=_spread(one.following),
        first_response_in_staffed_hours=_spread(one.first_staffed),
        next_response_in_staffed_hours=_spread(one.following_staffed),
        first_response_kept=_kept(one.first_kept),
        next_response_kept=_kept(one.following_kept),
    )


def _kept(one: figures.Kept) -> shapes.Kept:
    return shapes.Kept(
        within_target=one.within,
        past_target=one.late,
        shortest_target_seconds=_seconds(one.shortest),
        longest_target_seconds=_seconds(one.longest),
    )


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else length // timedelta(seconds=1)


def _spread(one: figures.Spread) -> shapes.Spread:
    return shapes.Spread(
        count=one.count,
        median_microseconds=_microseconds(one.median),
        nine_in_ten_microseconds=_microseconds(one.ninth_decile),
        few=one.is_small,
    )


def _microseconds(length: timedelta | None) -> int | None:
    return None if length is None else length // _MICROSECOND


def _parameter(name: str, description: str) -> Parameter:
    return Parameter(name=name, place="query", schema={"type": "string"}, description=description)


OPERATIONS = (
    Operation(
        method="GET",
        needs=Permission.REPORT,
        path="/report",
        summary="Read the figures of a report",
        handler=get_report,
        parameters=(
            _parameter("from", "The first day, as 2026-11-01, in the department's time."),
            _parameter("to", "The last day, which is included."),
            _parameter(
                "period", f"Instead of both, days up to today: {', '.join(asking.PERIODS)}."
            ),
            *(
                _parameter(name, f"{conditions.BY_NAME[name].expects}, once or several times.")
                for name in asking.NAMES
            ),
        ),
        gives=shapes.Report,
        refusals=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    ),
)
