"""How many comments does the platform say a post has, and when did it say so?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from connectors.pages import Counted
from inbox.db import planned_afresh
from inbox.models import Account, Post

# The same count again is no news; a note of it now and then is enough for a daily look.
NOTED_EVERY = timedelta(hours=1)


def keep(session: Session, account: Account, counts: Iterable[Counted], as_of: datetime) -> None:
    """Keep what a page told in passing of posts that stand here. The caller holds the row."""
    told = {one.post_id: one for one in counts}
    if not told:
        return
    stored = select(Post.id, Post.external_id, Post.comments_told, Post.comments_told_at).where(
        Post.account_id == account.id, Post.external_id.in_(told)
    )
    rows = session.execute(planned_afresh(stored)).all()
    news = [_columns(row, told[row.external_id], as_of) for row in rows]
    if fresh := [columns for columns in news if columns]:
        session.execute(update(Post), fresh)


def _columns(row: Any, told: Counted, as_of: datetime) -> dict[str, Any] | None:
    known_at = row.comments_told_at
    is_old = known_at is not None and as_of < known_at
    is_same = row.comments_told == told.comments and known_at is not None
    if is_old or (is_same and as_of < known_at + NOTED_EVERY):
        return None
    return {
        "id": row.id,
        "comments_told": told.comments,
        "comments_told_at": as_of,
        "told_with_replies": told.with_replies,
    }
