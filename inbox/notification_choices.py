"""What does a person want to be told, and how?"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox import announcing
from inbox.models import NotificationChoice, NotificationKind, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Everything is told in the desk, and nowhere else, until a person says otherwise."""

    wanted: frozenset[NotificationKind] = field(default_factory=lambda: frozenset(NotificationKind))
    by_browser: bool = False
    by_mail: bool = False


def of(session: Session, user: User) -> Choices:
    """Return what a person chose."""
    return of_id(session, user.id)


def of_id(session: Session, user_id: int) -> Choices:
    """Return what the person with this number chose."""
    chosen = session.get(NotificationChoice, user_id)
    if chosen is None:
        return Choices()
    return Choices(
        wanted=frozenset(kind for kind in NotificationKind if kind not in chosen.unwanted),
        by_browser=chosen.by_browser,
        by_mail=chosen.by_mail,
    )


def choose(session: Session, choices: Choices, *, by: User) -> None:
    """Keep what a person chose."""
    # Two tabs at once would otherwise both write the first row.
    session.execute(select(User.id).where(User.id == by.id).with_for_update(key_share=True))
    chosen = session.get(NotificationChoice, by.id, populate_existing=True)
    if chosen is None:
        chosen = NotificationChoice(user_id=by.id)
        session.add(chosen)
    chosen.unwanted = sorted(set(NotificationKind) - choices.wanted)
    chosen.by_browser, chosen.by_mail = choices.by_browser, choices.by_mail
    announcing.person_notified(session, by.id)
