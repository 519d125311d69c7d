"""Why can't the house start?"""

from __future__ import annotations

from inbox.errors import HearbackError


class CannotStart(HearbackError):
    """One sentence about what is in the way, and what to do about it."""


class Interrupted(Exception):
    """Somebody asked to stop while the house was starting."""
