"""What did a relay hear and not send yet?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Pending:
    """News that are gathered for a moment, so that each thing is drawn once."""

    conversations: set[int] = field(default_factory=set)
    presence: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    since: float = 0.0
    accounts: bool = False

    def changed(self, news: dict[str, Any], now: float) -> None:
        """Note what was committed."""
        self._begin(now)
        self.conversations.update(int(one) for one in news["conversations"])
        self.people.update(news["people"])
        self.accounts = self.accounts or bool(news["accounts"])

    def moved(self, conversation_id: int, now: float) -> None:
        """Note that somebody came to a conversation, left it or wrote there."""
        self._begin(now)
        self.presence.add(conversation_id)

    def taken(self) -> tuple[set[int], set[int], set[int], bool]:
        """Hand out what is sent at once: changed, moved, whose notifications, and accounts."""
        taken = self.conversations, self.presence, self.people, self.accounts
        self.lines |= self.conversations
        self.conversations, self.presence, self.people, self.accounts = set(), set(), set(), False
        return taken

    @property
    def is_anything(self) -> bool:
        """Whether something waits to be sent at once."""
        return bool(self.conversations or self.presence or self.people or self.accounts)

    def _begin(self, now: float) -> None:
        if not self.is_anything:
            self.since = now
