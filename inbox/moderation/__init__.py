"""What may staff do to words on a platform, and why?

Nothing but a person calls `ask`, `confirm`, `decline` or `withdraw`: no rule, no job
(docs/moderation.md). What does the asked-for act on the platform is
`inbox.moderation.acting`, for workers alone.
"""

from inbox.moderation.asking import Request, ask, conversation_of
from inbox.moderation.deciding import confirm, decline, withdraw
from inbox.moderation.history import Past, acts, pasts
from inbox.moderation.offering import offered
from inbox.moderation.policy import HIDE_CATEGORIES, OUR_CATEGORIES

__all__ = [
    "HIDE_CATEGORIES",
    "OUR_CATEGORIES",
    "Past",
    "Request",
    "acts",
    "ask",
    "confirm",
    "conversation_of",
    "decline",
    "offered",
    "pasts",
    "withdraw",
]
