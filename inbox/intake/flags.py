"""What does a page say by its flags: which stored messages are hidden now, or shown again?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from connectors.pages import Incoming, Notice
from connectors.words import Happening
from inbox import clock
from inbox.intake import missing, ordering
from inbox.intake.ordering import Known
from inbox.models import Moderation, ModerationState

# A page may have been fetched just before an act of ours, and be stored just after it.
STALE = timedelta(minutes=1)


def differing(
    session: Session, known: Known, items: Iterable[Incoming], as_of: datetime
) -> list[Notice]:
    """Return a notice for every flag that changed, told of a moment no earlier than it is known.

    Where we ourselves just changed it, the page may be older than our act: the
    message is asked for by its id instead.
    """
    changed = [item for item in items if _differs(known, item, as_of)]
    if not changed:
        return []
    now = clock.now(session)
    ours = _just_moderated(session, [known[item.external_id].id for item in changed], now)
    missing.note(session, sorted(ours), now)
    return [_notice(item) for item in changed if known[item.external_id].id not in ours]


def _differs(known: Known, item: Incoming, as_of: datetime) -> bool:
    stored = known.get(item.external_id)
    if stored is None or item.is_hidden is None or not ordering.has_later_flags(stored, as_of):
        return False
    return item.is_hidden is not (stored.hidden_at is not None)


def _notice(item: Incoming) -> Notice:
    happening = Happening.HIDDEN if item.is_hidden else Happening.UNHIDDEN
    return Notice(external_id=item.external_id, happening=happening)


def _just_moderated(session: Session, message_ids: list[int], now: datetime) -> set[int]:
    recent = select(Moderation.message_id).where(
        Moderation.message_id.in_(message_ids),
        or_(Moderation.state == ModerationState.QUEUED, Moderation.finished_at > now - STALE),
    )
    return set(session.scalars(recent))
