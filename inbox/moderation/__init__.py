"""What may staff do to words on a platform, why, and how is it done once?

Nothing but a person calls `ask`: no rule, no job (docs/moderation.md).
"""

from inbox.moderation.acting import act
from inbox.moderation.asking import Request, ask
from inbox.moderation.offering import offered
from inbox.moderation.policy import HIDE_CATEGORIES, OUR_CATEGORIES, category_name

__all__ = [
    "HIDE_CATEGORIES",
    "OUR_CATEGORIES",
    "Request",
    "act",
    "ask",
    "category_name",
    "offered",
]
