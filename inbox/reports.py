"""How long did people wait for a first answer, and who waits still?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from connectors.words import Kind, Platform
from inbox import clock
from inbox.models import Wait, WaitEnd

MEDIAN = 0.5
NINTH_DECILE = 0.9

Group = tuple[Platform, Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """First waits that began in a range. Spans are None where there is nothing to measure.

    `platform` and `kind` are None in the total.
    """

    platform: Platform | None
    kind: Kind | None
    count: int
    answered: int
    no_reply_needed: int
    withdrawn: int
    waiting: int
    oldest_waiting: timedelta | None
    median: timedelta | None
    ninth_decile: timedelta | None


@dataclass(frozen=True, slots=True)
class Report:
    """One row for each platform and kind, and all of them together."""

    rows: list[Figures]
    total: Figures


def first_response(session: Session, start: datetime, end: datetime) -> Report:
    """Measure the first waits that began from `start` up to, not including, `end`.

    Times are the platforms' own; nothing is left out because it is late or open.
    """
    now = clock.now(session)
    waits = session.execute(
        select(Wait.platform, Wait.kind, Wait.started_at, Wait.ended_at, Wait.end).where(
            Wait.is_first,
            Wait.started_at >= start,
            Wait.started_at < end,
            # It goes on in an earlier wait, and one person waits once.
            Wait.end.is_distinct_from(WaitEnd.MERGED),
        )
    ).all()
    groups: dict[Group, list[_Span]] = {}
    for platform, kind, started_at, ended_at, how in waits:
        span = _Span((ended_at or now) - started_at, how)
        groups.setdefault((platform, kind), []).append(span)
    rows = [_figures(platform, kind, spans) for (platform, kind), spans in sorted(groups.items())]
    everything = [span for spans in groups.values() for span in spans]
    return Report(rows=rows, total=_figures(None, None, everything))


@dataclass(frozen=True, slots=True)
class _Span:
    length: timedelta
    end: WaitEnd | None


def _figures(platform: Platform | None, kind: Kind | None, spans: list[_Span]) -> Figures:
    answered = sorted(span.length for span in spans if span.end is WaitEnd.ANSWERED)
    waiting = [span.length for span in spans if span.end is None]
    return Figures(
        platform=platform,
        kind=kind,
        count=len(spans),
        answered=len(answered),
        no_reply_needed=_count(spans, WaitEnd.NO_REPLY_NEEDED),
        withdrawn=_count(spans, WaitEnd.WITHDRAWN),
        waiting=len(waiting),
        oldest_waiting=max(waiting, default=None),
        median=percentile(answered, MEDIAN),
        ninth_decile=percentile(answered, NINTH_DECILE),
    )


def _count(spans: list[_Span], end: WaitEnd) -> int:
    return sum(span.end is end for span in spans)


def percentile(lengths: list[timedelta], share: float) -> timedelta | None:
    """Return the value below which `share` of sorted lengths lie, between neighbours in proportion.

    The same as PostgreSQL's percentile_cont.
    """
    if not lengths:
        return None
    place = share * (len(lengths) - 1)
    below = int(place)
    above = min(below + 1, len(lengths) - 1)
    return lengths[below] + (lengths[above] - lengths[below]) * (place - below)
