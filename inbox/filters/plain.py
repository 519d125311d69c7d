"""What does a program ask for that narrows a view by plain words?"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from connectors.words import Platform
from inbox.models import Conversation, Status


def narrowed(status: Status | None, platform: Platform | None) -> ColumnElement[bool] | None:
    """Return the condition on conversations that both words make; None where none is said."""
    conditions = []
    if status:
        conditions.append(Conversation.status == status)
    if platform:
        conditions.append(Conversation.platform == platform)
    return and_(*conditions) if conditions else None
