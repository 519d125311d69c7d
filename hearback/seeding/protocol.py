"""What does the practice department do when somebody's life may be at risk?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox.models import CannedResponse, User
from inbox.protocol import keeping
from inbox.protocol.keeping import Wanted

SHORTCUT = "help"


def add(session: Session, *, by: User) -> None:
    """Add the steps, the reply among them that a person reads and sends."""
    reply = session.scalar(select(CannedResponse.id).where(CannedResponse.shortcut == SHORTCUT))
    steps = (
        Wanted(
            words="Call dispatch and enter the CAD number",
            hint="970-555-0100. Read out where they are, in their own words",
            asks_for="CAD number",
        ),
        Wanted(
            words="Reply privately with the crisis response",
            hint="A person reads and sends it. Nothing goes out by itself",
            response_id=reply,
        ),
        Wanted(
            words="Stay in the conversation until an officer confirms contact",
            hint="On-duty supervisor: 970-555-0110. Crisis team: 970-555-0188",
            asks_for="Time of contact",
        ),
    )
    for step in steps:
        keeping.add(session, step, by=by)
