"""Where does a walk over X's pages stand, and does it still get anywhere?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from connectors.phrases import Phrase
from connectors.x.errors import XIsDown

MOST_EMPTY_PAGES = 5
OVERLAP = timedelta(minutes=2)
"""How far each poll looks back behind its position: X indexes some posts late."""

_EPOCH_MS = 1_288_834_974_657
_TIME_SHIFT = 22


class Walk(NamedTuple):
    """The next page's token, the oldest id passed so far, and empty pages in a row."""

    token: str | None = None
    oldest: int = 0
    empty: int = 0


def started(at: str | None) -> Walk:
    """Read a walk from where `onward` left it; a new one when None."""
    if at is None:
        return Walk()
    token, oldest, empty = at.rsplit(":", 2)
    return Walk(token, int(oldest), int(empty))


def onward(walk: Walk, token: str | None, ids: Iterable[int]) -> str | None:
    """Return where the walk goes on, or None at X's end.

    Raises XIsDown when X gives the same page or token again: the walk has not
    reached its end then, and must not look as if it had.
    """
    if not token:
        return None
    oldest = min(ids, default=0)
    if token == walk.token or (oldest and walk.oldest and oldest >= walk.oldest):
        raise XIsDown(Phrase("X gave the same page twice."))
    empty = 0 if oldest else walk.empty + 1
    if empty > MOST_EMPTY_PAGES:
        raise XIsDown(Phrase("X gave one empty page after another."))
    return f"{token}:{oldest or walk.oldest}:{empty}"


def position(since: str | None, ids: Iterable[int]) -> str:
    """Return the newest id known: where a stream stands once its page is stored."""
    return str(max(ids, default=0) or _number(since))


def floor(since: str | None) -> int | None:
    """Return the id from which to read again so that nothing indexed late is lost."""
    back = OVERLAP // timedelta(milliseconds=1) << _TIME_SHIFT
    below = _number(since) - back
    return below if below > 0 else None


def first_floor(reach: timedelta) -> int:
    """Return the id from which a stream is read that never was: of one day as of the other page."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    milliseconds = int((midnight - reach).timestamp() * 1000)
    return max((milliseconds - _EPOCH_MS) << _TIME_SHIFT, 1)


def has_reached(since: str | None, ids: Iterable[int]) -> bool:
    """Whether a page reaches down to what is stored already."""
    return since is not None and any(one <= _number(since) for one in ids)


def moment_of(snowflake: str) -> datetime:
    """Return when X made an id, in UTC. Raises ValueError for what is no id."""
    milliseconds = (int(snowflake) >> _TIME_SHIFT) + _EPOCH_MS
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _number(position: str | None) -> int:
    return int(position) if position else 0
