"""Where does something that was said stand in the order of time?

A place is one number: the second it was said in, then its own number and whether
it is a note. So one key orders, pages and bounds a search, the newest first costs
nothing, and both text indexes hand out their rows in its order.
"""

from __future__ import annotations

from datetime import UTC, datetime

_NUMBERS = 2**30
_LAST_SECOND = 2**32 - 1
END = 2**63 - 1


def of_message(sent_at: datetime, message_id: int) -> int:
    """Return the place of a message."""
    return at(sent_at) + (message_id % _NUMBERS) * 2


def of_note(written_at: datetime, note_id: int) -> int:
    """Return the place of a note."""
    return at(written_at) + (note_id % _NUMBERS) * 2 + 1


def moment(place: int) -> datetime:
    """Return the second in which a place stands."""
    return datetime.fromtimestamp(place // (_NUMBERS * 2), UTC)


def at(moment: datetime) -> int:
    """Return the first place of a second; what is said earlier stands before it."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(int(aware.timestamp()), 0), _LAST_SECOND) * _NUMBERS * 2
