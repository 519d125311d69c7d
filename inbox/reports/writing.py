"""How is a report written for a spreadsheet?"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from connectors.phrases import Phrase
from inbox.reports import tables
from inbox.reports.reporting import Report
from inbox.reports.tables import Cell
from inbox.reports.wording import DEFINITIONS

Say = Callable[[str], str]
Lines = Sequence[Sequence[Cell]]

# A cell that begins with one of these is reckoned by a spreadsheet instead of shown.
_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_WORDS_ONLY = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SECOND = timedelta(seconds=1)
_LONGEST_TITLE = 31


def as_csv(report: Report, about: str, say: Say) -> bytes:
    """Write a report as one table: what it covers, figures, definitions. Lengths are in seconds.

    `about` says what was chosen. UTF-8 with the byte order mark that spreadsheets ask for.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    for number, (_title, lines) in enumerate(_sheets(report, about, say)):
        if number:
            writer.writerow([])
        writer.writerows([_of_csv(one) for one in line] for line in lines)
    return written.getvalue().encode("utf-8-sig")


def as_workbook(report: Report, about: str, say: Say) -> bytes:
    """Write the same as a workbook with a sheet for each part."""
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True, **_WORDS_ONLY}) as book:
        seconds = book.add_format({"num_format": "#,##0.000"})
        for title, lines in _sheets(report, about, say):
            sheet = book.add_worksheet(title[:_LONGEST_TITLE])
            for row, line in enumerate(lines):
                for column, one in enumerate(line):
                    _write(sheet, row, column, one, seconds)
            sheet.autofit()
    return kept.getvalue()


def safe(words: str) -> str:
    """Return words that no spreadsheet takes for a formula."""
    return f"'{words}" if words.lstrip(" ").startswith(_ACTS) else words


def _sheets(report: Report, about: str, say: Say) -> Iterator[tuple[str, Lines]]:
    seconds = say(Phrase("Lengths of time are in seconds."))
    yield say(Phrase("Figures")), [[about], [seconds], [], *_figures(report, say)]
    besides = [[say(name), value] for name, value in tables.besides(report)]
    yield say(Phrase("All together")), besides
    yield (
        say(Phrase("Definitions")),
        [[say(name), say(meaning)] for name, meaning in DEFINITIONS],
    )


def _figures(report: Report, say: Say) -> Lines:
    written = (_told(row.cells, say) for row in tables.rows(report))
    return [[say(head) for head in tables.HEADS], *written]


def _told(cells: Sequence[Cell], say: Say) -> Sequence[Cell]:
    return [say(one) if isinstance(one, str) else one for one in cells]


def _of_csv(one: Cell) -> str | int | None:
    if isinstance(one, timedelta):
        return f"{one // _SECOND}.{one.microseconds:06}"
    return safe(one) if isinstance(one, str) else one


def _write(sheet: Worksheet, row: int, column: int, one: Cell, seconds: object) -> None:
    if isinstance(one, timedelta):
        sheet.write_number(row, column, one / _SECOND, seconds)
    elif isinstance(one, int):
        sheet.write_number(row, column, one)
    elif one:
        sheet.write_string(row, column, safe(one))
