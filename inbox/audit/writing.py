"""How is the log written for a spreadsheet?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from inbox.models import AuditEvent
from inbox.reports.writing import safe

# The names of the columns stay what they are in every language: programs read them too.
COLUMNS = (
    "number",
    "occurred_at",
    "who",
    "means",
    "address",
    "sign_in",
    "what",
    "outcome",
    "object_kind",
    "object_id",
    "object_name",
    "detail",
    "digest",
)


def as_csv(rows: Iterable[AuditEvent]) -> bytes:
    """Write records as a table, moments in UTC. UTF-8 with the byte order mark."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    writer.writerows(_line(row) for row in rows)
    return written.getvalue().encode("utf-8-sig", errors="backslashreplace")


def _line(row: AuditEvent) -> list[str | int | None]:
    said = (row.who, row.means, row.address, row.sign_in, row.what, row.outcome, row.object_kind)
    return [
        row.id,
        row.occurred_at.isoformat(timespec="microseconds"),
        *map(safe, said),
        row.object_id,
        safe(row.object_name),
        row.detail,
        row.digest.hex(),
    ]
