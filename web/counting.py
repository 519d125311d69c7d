"""How are the counts of views sent to a page that is open already?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from inbox import desk_views, queues
from inbox.models import User

Payload = dict[str, Any]


def counts(session: Session, user: User, marks: Collection[str] = ()) -> Payload:
    """Count what stands in a person's rail, and other views that are open.

    With the moment since when they hold, in milliseconds: an answer and a push may overtake
    each other, and a browser keeps what was counted last. A session may go on seeing the
    database as it was when it was opened, so that is the moment, not when it counted.
    """
    shown = desk_views.counted(session, user, marks, desk_views.rail(session, user))
    return _since(session, queues.counts(session, user, shown))


def counts_of_each(session: Session, shown: Mapping[int, Collection[str]]) -> dict[int, Payload]:
    """Count the same for many people, each with the views they have open."""
    counted = queues.counts_of_each(session, desk_views.counted_for_each(session, shown))
    return {user_id: _since(session, by_view) for user_id, by_view in counted.items()}


def _since(session: Session, by_view: dict[str, int]) -> Payload:
    return {"at": session.info["opened_at"] * 1000, "by_view": by_view}
