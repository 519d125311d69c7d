"""Who is at the desk, and who says so?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox import clock, people, permissions
from inbox.errors import NotAllowed
from inbox.models import User
from inbox.permissions import Permission


class NotYoursToSay(NotAllowed):
    """Colleagues speak for themselves."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "Only a supervisor or an administrator says that others are away. Ask one of them."
            )
        )


def go_away(session: Session, user: User) -> None:
    """Let colleagues see that somebody is not at the desk."""
    user.away_since = user.away_since or clock.now(session)


def come_back(user: User) -> None:
    """Let colleagues see that somebody is at the desk again."""
    user.away_since = None


def say_of(session: Session, user_id: int, *, is_away: bool, by: User) -> User:
    """Say of a colleague that they are away, or back.

    Raises NotYoursToSay or NoSuchPerson.
    """
    if not permissions.may(by, Permission.LEAD):
        raise NotYoursToSay
    person = people.find(session, user_id)
    if is_away:
        go_away(session, person)
    else:
        come_back(person)
    return person
