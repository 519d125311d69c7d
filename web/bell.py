"""What does the bell of a page say?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from inbox import notification_choices, notification_wording, notifying
from inbox.models import User
from web.languages import translated


def standing(session: Session, user: User) -> dict[str, object]:
    """Return how many a person has not read, the newest of them, and what it says."""
    choices = notification_choices.of(session, user)
    now = notifying.standing(session, user, choices.wanted)
    newest = now.newest
    return {
        "unread": now.unread,
        "newest": newest.id if newest else 0,
        "by_browser": choices.by_browser,
        "kind": newest.kind.value if newest else "",
        "words": translated(notification_wording.said(newest)) if newest else "",
    }
