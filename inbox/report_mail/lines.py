"""How are figures told in plain text, for an e-mail? In English, as every e-mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from inbox.reports.figures import Figures, Kept, Spread
from inbox.reports.reporting import Report

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_WIDEST_NAME = 40
_HEADS = ("", "Waits", "Answered", "Waiting", "First, median", "First, 9 in 10", "Within target")


def days(first: date, last: date) -> str:
    """Name one day, or the first and the last."""
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def told(report: Report) -> Iterator[str]:
    """Tell the main figures, a sentence or two a line."""
    total, before = report.total, report.before
    yield (
        f"{_counted(total.count, 'wait')} began, {before.count:,} in as many days before. "
        f"{total.answered:,} were answered ({total.on_platform:,} on the platform itself), "
        f"{total.no_reply_needed:,} needed no reply, {total.withdrawn:,} were withdrawn."
    )
    yield _waiting(total)
    yield from _lengths("First response", total.first, total.first_staffed, before.first)
    if total.waiting and report.so_far.median is not None:
        yield (
            "  Those still waiting counted so far: "
            f"{_spread(report.so_far)}; in staffed hours {_spread(report.so_far_staffed)}."
        )
    yield from _lengths("Next response", total.following, total.following_staffed, before.following)
    if total.kept.count:
        yield f"Within target: {_share(total.kept)}. Past target: {total.kept.late:,}."
    yield (
        f"{_counted(report.volume.messages, 'message')} from "
        f"{_counted(report.volume.people, 'person', 'people')} came in, "
        f"{report.volume.messages_before:,} messages in as many days before."
    )


def table(report: Report) -> Iterator[str]:
    """Give the same as a table: all, as many days before, and by platform and kind."""
    rows = [
        ("All", report.total),
        ("As many days before", report.before),
        *((line.name, line.figures) for line in report.groups.get("place", ())),
    ]
    cells = [_HEADS, *(_cells(name, one) for name, one in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(_HEADS))]
    for row in cells:
        name, *rest = (
            one.ljust(width) if place == 0 else one.rjust(width)
            for place, (one, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((name, *rest)).rstrip()


def _cells(name: str, one: Figures) -> Sequence[str]:
    return (
        name[:_WIDEST_NAME],
        f"{one.count:,}",
        f"{one.answered:,}",
        f"{one.waiting:,}",
        _length(one.first.median),
        _length(one.first.ninth_decile),
        _share(one.kept) if one.kept.count else "-",
    )


def _waiting(total: Figures) -> str:
    if not total.waiting:
        return "Nobody of these still waits."
    waits = "waits" if total.waiting == 1 else "wait"
    return (
        f"{total.waiting:,} still {waits}: the oldest for {_length(total.waiting_longest)}, the "
        f"longest in staffed hours for {_length(total.waiting_longest_staffed)}."
    )


def _lengths(name: str, wall: Spread, staffed: Spread, before: Spread) -> Iterator[str]:
    if not wall.count:
        yield f"{name}: none measured."
        return
    few = ", few to judge by" if wall.is_small else ""
    was = "none" if before.median is None else f"median {_length(before.median)}"
    yield (
        f"{name}: {_spread(wall)} ({wall.count:,} measured{few}); "
        f"in staffed hours {_spread(staffed)}. As many days before: {was}."
    )


def _spread(one: Spread) -> str:
    return f"median {_length(one.median)}, 9 in 10 within {_length(one.ninth_decile)}"


def _share(kept: Kept) -> str:
    return f"{kept.within:,} of {kept.count:,} ({(kept.tenths_of_percent or 0) / 10:.1f} %)"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _length(length: timedelta | None) -> str:
    if length is None:
        return "-"
    if length < _MINUTE:
        return f"{int(length.total_seconds())}s"
    if length < _HOUR:
        return f"{length // _MINUTE}m {int((length % _MINUTE).total_seconds()):02}s"
    if length < _DAY:
        return f"{length // _HOUR}h {length % _HOUR // _MINUTE}m"
    return f"{length // _DAY}d {length % _DAY // _HOUR}h"


def _day(one: date) -> str:
    return f"{one.day} {one:%B %Y}"
