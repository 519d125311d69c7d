"""How long did people wait, and who stands behind each figure?"""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request

from inbox.reports import asking, opening, reporting, tables, volume, wording, writing
from inbox.reports.asking import Asked
from inbox.reports.opening import NoSuchFigure
from inbox.reports.reporting import Report
from web import access, auditing, bars, charts, frame, heat_map, serving
from web import reporting as address
from web.access import current_user
from web.languages import translated

routes = Blueprint("reports", __name__, url_prefix="/reports")

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@routes.get("")
@access.reports
def index() -> str:
    """Show the figures of the waits that began on the chosen days of the department."""
    session, asked = serving.session(), address.asked()
    # Many days take long to count by each thing, and each of them comes for itself then.
    later = reporting.LATER if asked.is_long else ()
    now = [name for name in reporting.EVERYTHING if name not in later]
    return frame.page(
        "reports/index.html",
        **_told(asked, now),
        bar=address.bar(session, asked),
        chosen=address.chosen(session, asked),
        periods=asking.PERIODS,
        definitions=wording.DEFINITIONS,
        later=later,
    )


@routes.get("/parts/<name>")
@access.reports
def part(name: str) -> str:
    """Show one part of a report, as a page of many days fetches it."""
    if name not in reporting.LATER:
        raise NoSuchFigure
    return frame.page("reports/part.html", **_told(address.asked(), [name]), part=name)


@routes.get("/waits")
@access.reports
def waits() -> str:
    """List the waits behind one figure, the longest first, each leading to its conversation."""
    session, asked = serving.session(), address.asked()
    hour = opening.hour_of(request.args.get("hour", ""))
    return frame.page(
        "reports/waits.html",
        section="reports",
        asked=asked,
        about=address.about(session, asked),
        missing=address.missing(session, asked),
        hour=hour,
        weekdays=tables.WEEKDAYS,
        behind=opening.behind(
            session, asked, request.args.get("of", "all"), hour=hour, page=_page()
        ),
    )


@routes.get("/messages")
@access.reports
def messages() -> str:
    """List the conversations in which people wrote on the chosen days."""
    session, asked = serving.session(), address.asked()
    return frame.page(
        "reports/messages.html",
        section="reports",
        asked=asked,
        about=address.about(session, asked),
        missing=address.missing(session, asked),
        written=volume.written(session, asked, by=current_user()),
        behind=volume.writers(session, asked, by=current_user(), page=_page()),
    )


@routes.get("/table.csv")
@access.reports
@access.asks_again
@auditing.exports
def as_csv() -> Response:
    """Give the same report as one table."""
    found, about = _exported()
    return _file(writing.as_csv(found, about, translated), "text/csv; charset=utf-8", "csv")


@routes.get("/table.xlsx")
@access.reports
@access.asks_again
@auditing.exports
def as_workbook() -> Response:
    """Give the same report as a workbook."""
    found, about = _exported()
    return _file(writing.as_workbook(found, about, translated), WORKBOOK, "xlsx")


def _told(asked: Asked, parts: Collection[str]) -> dict[str, Any]:
    session = serving.session()
    return {
        "section": "reports",
        "report": reporting.report(session, asked, by=current_user(), only=parts),
        "asked": asked,
        "about": address.about(session, asked),
        "missing": address.missing(session, asked),
        "lags": wording.LAGS,
        "lag_figures": opening.OF_LAGS,
        "groups": tables.GROUPS,
        "parts": wording.PARTS,
        "weekdays": tables.WEEKDAYS,
        "bars": bars,
        "charts": charts,
        "heat_map": heat_map,
    }


def _exported() -> tuple[Report, str]:
    session, asked = serving.session(), address.asked()
    found = reporting.report(session, asked, by=current_user())
    return found, address.about(session, asked)


def _file(content: bytes, kind: str, ending: str) -> Response:
    asked: Asked = address.asked()
    name = f"hearback-{asked.first}-{asked.last}.{ending}"
    answer = Response(content, HTTPStatus.OK, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page() -> int:
    given = request.args.get("page", 1, type=int)
    return min(max(given, 1), opening.MOST_PAGES)
