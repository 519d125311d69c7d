"""What goes out for the department, and what does the platform say of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from connectors.pictures import OutgoingPicture
from connectors.words import Audience, Kind, Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingReply:
    """Something to be said for the department.

    `reply_to` is the message answered, `recipient_id` its author. `attempted_at`
    is the moment before the first attempt, so that a search for it has a start;
    `attempted_ago` is how long before the search that was, both by our clock.
    `surface` is where the message answered stands, if not in the usual place. `others` are the
    platform's ids of further replies of ours of that time, none of which is this one.
    """

    kind: Kind
    audience: Audience
    text: str
    thread_id: str
    reply_to: str
    recipient_id: str
    client_token: str
    attempted_at: datetime
    attempted_ago: timedelta | None = None
    post_id: str | None = None
    surface: Surface | None = None
    picture: OutgoingPicture | None = None
    others: frozenset[str] = frozenset()

    def by_clock_of_platform(self, now: datetime | None) -> OutgoingReply:
        """Return it as attempted by the platform's clock, which says `now` if it says anything.

        Our clock may be wrong. A span between two of its moments is not, unless it was set
        between them; one that was set back leaves no span.
        """
        if now is None or self.attempted_ago is None:
            return self
        return replace(self, attempted_at=now - max(self.attempted_ago, timedelta()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's word that it published a reply. `spent` is what it charges for that."""

    external_id: str
    accepted_at: datetime
    spent: Mapping[str, int] = field(default_factory=dict)
