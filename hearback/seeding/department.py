"""Who works in the practice department, and with which words?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hearback.seeding import canned, promises, protocol
from inbox import people, tagging
from inbox.models import Role, User

DOMAIN = "mesaverde.example"

STAFF = (
    ("rosa", "Rosa Martinez", Role.SENIOR),
    ("dana", "Dana Whitfield", Role.SENIOR),
    ("marcus", "Marcus Cole", Role.SUPERVISOR),
    ("lee", "Lee Chan", Role.SUPERVISOR),
    ("june", "June Tanaka", Role.RECORDS),
    ("alex", "Alex Reyes", Role.ADMINISTRATOR),
)
WORK = {
    Role.SENIOR: "answers people",
    Role.SUPERVISOR: "answers, approves and leads",
    Role.RECORDS: "keeps records, cannot answer",
    Role.ADMINISTRATOR: "administers, cannot answer",
}
"""What somebody signs in for, as the launcher says it."""

TEAMS = {
    "Public information": ("rosa", "dana", "marcus"),
    "Community service": ("dana", "june"),
}
TAGS = (
    "Complaint",
    "Event",
    "Noise",
    "Praise",
    "Question",
    "Records",
    "Road closure",
    "Rumour",
    "Tip",
)


def is_seeded(session: Session) -> bool:
    """Tell whether anybody works here already."""
    return session.scalar(select(User.id).limit(1)) is not None


def email_of(short: str) -> str:
    """Return the address somebody signs in with."""
    return f"{short}@{DOMAIN}"


def add(session: Session, password: str) -> None:
    """Add people, teams, hours, targets, tags, words and steps at a risk. Raises WeakPassword."""
    # It is one password for all, shown on the screen; hashing is slow by design.
    password_hash = people.hashed(password)
    staff = {
        short: people.admit(
            session, email=email_of(short), name=name, password_hash=password_hash, role=role
        )
        for short, name, role in STAFF
    }
    teams = [
        people.team_of(session, team, [staff[short] for short in members])
        for team, members in TEAMS.items()
    ]
    promises.add(session, teams, by=staff["marcus"])
    for tag in TAGS:
        tagging.named(session, tag)
    canned.add(session, writer=staff["rosa"], approver=staff["marcus"])
    protocol.add(session, by=staff["marcus"])
