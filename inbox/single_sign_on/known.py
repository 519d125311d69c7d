"""Whom does the present identity provider know?"""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inbox.config import Settings
from inbox.models import ProviderLink, User
from inbox.single_sign_on.setting import SingleSignOn


def setting(session: Session) -> SingleSignOn | None:
    """Return which provider is believed, if any is."""
    settings: Settings = session.info["settings"]
    return settings.single_sign_on


def everyone(session: Session) -> Select[int]:
    """Return whom it knows, by number, for statements that ask a database."""
    present = setting(session)
    issuer = present.registration.issuer if present else ""
    return select(ProviderLink.user_id).where(ProviderLink.issuer == issuer)


def has(session: Session, person: User) -> bool:
    """Say whether it can vouch for somebody."""
    mine = everyone(session).where(ProviderLink.user_id == person.id)
    return session.scalar(mine) is not None
