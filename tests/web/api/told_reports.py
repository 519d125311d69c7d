"""What a report's files and a program are told, line by line, each as the same numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zipfile import ZipFile

from inbox.reports import tables
from inbox.reports.reporting import Report

Numbers = Sequence[int | None]
"""The cells of a line but its name. Lengths of time are whole microseconds."""

MICROSECOND = timedelta(microseconds=1)
MILLION = 10**6
_CELL = re.compile(r'<c r="([A-Z]+)(\d+)"[^>]*>(?:<v>([^<]*)</v>)?')
_FIRST_LINE = 5


def of_report(report: Report) -> list[Numbers]:
    """Return the figures of every line of a report."""
    return [[_whole(cell) for cell in row.cells[2:]] for row in tables.rows(report)]


def of_csv(table: str) -> list[Numbers]:
    """Read the same from a table: a number with a point is a length in seconds."""
    lines = list(csv.reader(io.StringIO(table)))
    figures = lines[_FIRST_LINE - 1 : lines.index([], _FIRST_LINE)]
    return [[_number(cell) for cell in line[2:]] for line in figures]


def of_book(book: bytes, lengths: Sequence[bool]) -> list[Numbers]:
    """Read the same from a workbook, which shows no difference between numbers and lengths."""
    sheet = ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    rows: dict[int, dict[int, str]] = {}
    for letters, row, value in _CELL.findall(sheet):
        if int(row) >= _FIRST_LINE and value:
            rows.setdefault(int(row), {})[_column(letters)] = value
    return [
        [_of_book(cells.get(at + 2), is_length=is_length) for at, is_length in enumerate(lengths)]
        for _, cells in sorted(rows.items())
    ]


def of_program(told: dict[str, Any]) -> list[Numbers]:
    """Read the same from what a program is given."""
    return [list(_of_figures(one)) for one in _every(told)]


def _every(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield told["total"]
    yield told["before"]
    for part in ("stretches", "hours", "lines"):
        yield from (one["figures"] for one in told[part])


def _of_figures(one: dict[str, Any]) -> Iterator[int | None]:
    for name in ("waits", "answered", "answered_on_platform", "no_reply_needed", "withdrawn"):
        yield one[name]
    yield one["still_waiting"]
    yield one["oldest_waiting_microseconds"]
    for name in ("first_response", "next_response"):
        yield one[name]["count"]
        yield from _spread(one[name])
    for name in ("first_response", "next_response"):
        yield from _spread(one[f"{name}_in_staffed_hours"])
    yield one["longest_waiting_in_staffed_hours_microseconds"]
    for name in ("first_response", "next_response"):
        kept = one[f"{name}_kept"]
        yield kept["within_target"]
        yield kept["past_target"]
        for which in ("shortest", "longest"):
            seconds = kept[f"{which}_target_seconds"]
            yield None if seconds is None else seconds * MILLION


def _spread(one: dict[str, Any]) -> Iterator[int | None]:
    yield one["median_microseconds"]
    yield one["nine_in_ten_microseconds"]


def _whole(cell: tables.Cell) -> int | None:
    assert not isinstance(cell, str)
    return cell // MICROSECOND if isinstance(cell, timedelta) else cell


def _number(cell: str) -> int | None:
    if not cell:
        return None
    return int(Decimal(cell) * MILLION) if "." in cell else int(cell)


def _of_book(cell: str | None, *, is_length: bool) -> int | None:
    if cell is None:
        return None
    return round(float(cell) * MILLION) if is_length else int(cell)


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found - 1
