"""What did the last comparison of each account's comments with its platform find?"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from inbox.models import Comparison, Difference


def latest(session: Session) -> dict[int, Comparison]:
    """Return every account's last comparison, with the posts that differed."""
    last = select(func.max(Comparison.id)).group_by(Comparison.account_id)
    found = session.scalars(
        select(Comparison)
        .where(Comparison.id.in_(last))
        .options(selectinload(Comparison.differences).selectinload(Difference.post))
    )
    return {one.account_id: one for one in found}
