"""What goes out for the department, and what does the platform say of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.pictures import OutgoingPicture
from connectors.words import Audience, Kind, Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingReply:
    """Something to be said for the department.

    `reply_to` is the message answered, `recipient_id` its author. `attempted_at`
    is the moment before the first attempt, so that a search for it has a start.
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
    post_id: str | None = None
    surface: Surface | None = None
    picture: OutgoingPicture | None = None
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's word that it published a reply. `spent` is what it charges for that."""

    external_id: str
    accepted_at: datetime
    spent: Mapping[str, int] = field(default_factory=dict)
