"""For how long after somebody's words may they be answered?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from connectors.capabilities import Capabilities
from connectors.catalogue import capabilities_of
from connectors.words import Audience, Kind


def reply_window(session: Session, can: Capabilities) -> timedelta | None:
    """Return for how long the usual answer is allowed; None without end.

    Where the platform has not approved answers by a person after a while
    (`Settings.human_agent`), only that while is left.
    """
    if can.person_only_after and not session.info["settings"].human_agent:
        return can.person_only_after
    return can.reply_window


def private_window(session: Session, can: Capabilities) -> timedelta | None:
    """Return for how long a private answer is allowed; None without end, or where none is."""
    if can.audience is Audience.PRIVATE:
        return reply_window(session, can)
    return can.private_reply_window


def by_kind(session: Session, connector: str) -> dict[Kind, timedelta | None]:
    """Return the window that ends first for each kind of conversation."""
    return {kind: private_window(session, can) for kind, can in capabilities_of(connector).items()}
