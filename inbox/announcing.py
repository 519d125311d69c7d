"""What leaves a transaction once it is committed: news for desks, nudges for workers."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session


@dataclass(slots=True)
class Announcements:
    """Collected on the session while it works; sent only after its commit."""

    conversations: dict[int, int] = field(default_factory=dict)
    accounts: set[int] = field(default_factory=set)
    deliveries: set[int] = field(default_factory=set)
    moderations: set[int] = field(default_factory=set)
    webhooks: set[int] = field(default_factory=set)
    dispatches: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    reach: set[int] = field(default_factory=set)


def of(session: Session) -> Announcements:
    """Return what this session has to announce so far."""
    collected: Announcements = session.info.setdefault("announcements", Announcements())
    return collected


def conversation_changed(session: Session, conversation_id: int, version: int) -> None:
    """Tell desks, after commit, that a conversation stands at `version`."""
    of(session).conversations[conversation_id] = version


def account_changed(session: Session, account_id: int) -> None:
    """Tell desks, after commit, that an account's health changed."""
    of(session).accounts.add(account_id)


def person_notified(session: Session, user_id: int) -> None:
    """Tell a person's desks, after commit, that what they were told or have read changed."""
    of(session).people.add(user_id)


def reach_changed(session: Session, user_id: int) -> None:
    """Have a person's desks come anew, after commit: they reach other accounts than before."""
    of(session).reach.add(user_id)


def delivery_is_due(session: Session, delivery_id: int) -> None:
    """Nudge a worker, after commit, to act on a delivery now."""
    of(session).deliveries.add(delivery_id)


def moderation_is_due(session: Session, moderation_id: int) -> None:
    """Nudge a worker, after commit, to act upon a message now."""
    of(session).moderations.add(moderation_id)


def webhook_is_due(session: Session, webhook_id: int) -> None:
    """Nudge a worker, after commit, to take in what a platform pushed."""
    of(session).webhooks.add(webhook_id)


def dispatch_is_due(session: Session, dispatch_id: int) -> None:
    """Nudge a worker, after commit, to tell a subscriber what happened."""
    of(session).dispatches.add(dispatch_id)
