"""How long did people wait?"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, request

from connectors.phrases import Phrase
from inbox import clock, reports
from inbox.errors import Invalid
from web import access, frame, serving

routes = Blueprint("reports", __name__)

PERIODS = (("1", Phrase("Today")), ("7", Phrase("7 days")), ("30", Phrase("30 days")))
USUAL = "7"
_DAY = timedelta(days=1)


class BadRange(Invalid):
    """The days of a report cannot be read."""

    def __init__(self) -> None:
        super().__init__(Phrase("Give two days, the first not after the second."))


@routes.get("/reports")
@access.signed_in
def index() -> str:
    """Show first responses for the chosen days, which begin and end in UTC."""
    first, last = _range()
    start = datetime.combine(first, time(), UTC)
    end = _day_after(last)
    return frame.page(
        "reports/index.html",
        section="reports",
        report=reports.first_response(serving.session(), start, end),
        periods=PERIODS,
        period=_period(),
        first=first.date(),
        last=last.date(),
    )


def _range() -> tuple[datetime, datetime]:
    today = clock.now(serving.session())
    if period := _period():
        return today - (int(period) - 1) * _DAY, today
    first, last = _day("from"), _day("to")
    if first > last:
        raise BadRange
    return first, last


def _period() -> str:
    chosen = request.args.get("period", "")
    if chosen in dict(PERIODS):
        return chosen
    return "" if "from" in request.args else USUAL


def _day_after(last: datetime) -> datetime:
    try:
        return datetime.combine(last, time(), UTC) + _DAY
    except OverflowError:
        raise BadRange from None


def _day(name: str) -> datetime:
    try:
        return datetime.strptime(request.args.get(name, ""), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise BadRange from None
