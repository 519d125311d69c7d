"""When is the practice department at the desk, and by when does it promise an answer?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from connectors.words import Kind
from inbox.hours import keeping
from inbox.models import Priority, Team, User
from inbox.promises import policies
from inbox.promises.wanting import Follows, Wanted

ZONE = "America/Denver"
HOURS = {
    "Public information": ("07:00-19:00",) * 5 + ("09:00-17:00", "09:00-17:00"),
    "Community service": ("08:00-12:00, 13:00-17:00",) * 5 + ("", ""),
}
_MINUTE = timedelta(minutes=1)
TARGETS = (
    Wanted(
        name="Urgent",
        priorities=[Priority.URGENT],
        first_response=5 * _MINUTE,
        next_response=5 * _MINUTE,
        is_staffed=False,
        warn_share=50,
        after_warning=Follows(notifies=True),
        after_breach=Follows(notifies=True),
    ),
    Wanted(
        name="Direct messages",
        kinds=[Kind.DIRECT_MESSAGE],
        first_response=30 * _MINUTE,
        next_response=60 * _MINUTE,
        after_breach=Follows(notifies=True),
    ),
    Wanted(
        name="Everything else",
        first_response=60 * _MINUTE,
        next_response=120 * _MINUTE,
        resolution=timedelta(days=3),
        after_breach=Follows(notifies=True),
    ),
)


def add(session: Session, teams: list[Team], *, by: User) -> None:
    """Add hours of each team, and targets in the order in which they are asked."""
    for team in teams:
        wanted = keeping.Wanted(
            is_always_open=False, time_zone=ZONE, week=HOURS[team.name], holidays_of="US-CO"
        )
        keeping.change(session, team.id, wanted, by=by)
    for target in TARGETS:
        policies.add(session, target, by=by)
