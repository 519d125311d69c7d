"""How does all that reports measure of a wait stand in one text of fixed width?

A report of two years looks at hundreds of thousands of waits. Handed over column by column they
take longer to arrive than to be counted, so the database keeps them written as hexadecimal digits,
joins those it chose to one text, and `inbox.reports.gathering` reads that as arrays.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BigInteger, Boolean, ColumnElement, String, case, column, literal_column

from inbox.db import Identifier
from inbox.reckoning import hexadecimal, since_epoch

BYTES: Mapping[str, int] = {
    "fate": 1,
    "started": 7,
    "ended": 7,
    "due": 7,
    "staffed": 7,
    "received": 7,
    "seen": 7,
    "resolved": 7,
    "target": 4,
    "hours": 4,
}
"""What stands there, in this order, and in how many bytes; nothing is 0.

Moments are microseconds since 1970. `staffed` and `target` are one more than they are, so that
none can be told from no time at all.
"""

ENDS = {"answered": 1, "no_reply_needed": 2, "withdrawn": 3, "merged": 4}
"""How a wait ended, in the lowest bits of its fate."""
END_BITS, IS_FIRST, BY_NOBODY_HERE = 7, 8, 16
"""The bits of a fate: how it ended, the first of its cycle, not ended by a person on the desk."""


def text() -> ColumnElement[str]:
    """Return the expression that the database keeps."""
    numbers = {
        "fate": _fate(),
        **{name: since_epoch(column(f"{name}_at")) for name in _MOMENTS},
        "staffed": column("staffed", BigInteger()) + _whole(1),
        "target": column("target", BigInteger()) + _whole(1),
        "hours": column("hours_id", Identifier),
    }
    first, *others = (hexadecimal(numbers[name], _whole(2 * size)) for name, size in BYTES.items())
    whole: ColumnElement[str] = first
    for one in others:
        whole = whole.concat(one)
    return whole


_MOMENTS = ("started", "ended", "due", "received", "seen", "resolved")


def _fate() -> ColumnElement[int]:
    end, nobody = column("end", String()), column("ended_by_user_id", Identifier).is_(None)
    ends = [(end == _quoted(name), _whole(number)) for name, number in ENDS.items()]
    return (
        case(*ends, else_=_whole(0))
        + case((column("is_first", Boolean()), _whole(IS_FIRST)), else_=_whole(0))
        + case((nobody | column("is_by_hand", Boolean()), _whole(BY_NOBODY_HERE)), else_=_whole(0))
    )


def _whole(number: int) -> ColumnElement[int]:
    return literal_column(str(number), BigInteger())


def _quoted(word: str) -> ColumnElement[str]:
    return literal_column(f"'{word}'", String())
