"""Who works in the practice department, and with which words?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from inbox import people, tagging
from inbox.models import CannedResponse, Role, User

DOMAIN = "mesaverde.example"

STAFF = (
    ("rosa", "Rosa Martinez", Role.STAFF),
    ("dana", "Dana Whitfield", Role.STAFF),
    ("marcus", "Marcus Cole", Role.SUPERVISOR),
    ("june", "June Tanaka", Role.RECORDS),
    ("alex", "Alex Reyes", Role.ADMINISTRATOR),
)
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
# title, shortcut, language, text
RESPONSES = (
    (
        "Thank you for the tip",
        "tip",
        "en",
        (
            "Thank you, {{ contact.first_name }}. We have passed this to our officers. If anyone "
            "is in danger now, please call 911."
        ),
    ),
    (
        "Emergencies: call 911",
        "911",
        "en",
        "This page is not watched around the clock. If you need help now, please call 911.",
    ),
    (
        "Emergencias: llame al 911",
        "911es",
        "es",
        "Esta página no se vigila todo el día. Si necesita ayuda ahora, por favor llame al 911.",
    ),
    (
        "Road closure",
        "road",
        "en",
        (
            "Thank you for asking. We post here as soon as the road is open again. "
            "Please use the signed detour until then."
        ),
    ),
    (
        "Cierre de calle",
        "calle",
        "es",
        (
            "Gracias por preguntar. Avisaremos aquí en cuanto se abra la calle. "
            "Por favor use el desvío señalado."
        ),
    ),
    (
        "Noise complaint",
        "noise",
        "en",
        (
            "We are sorry about the noise. Please call our non-emergency line, 555-0142, so that "
            "an officer can come by while it goes on."
        ),
    ),
    (
        "Reports and records",
        "records",
        "en",
        (
            "You can ask for a copy of a report at the records counter, weekdays 8:00 to 16:00, or "
            "write to records@mesaverde.example."
        ),
    ),
    (
        "Thank you",
        "thanks",
        "en",
        "Thank you, {{ contact.first_name }}. This means a lot to us all. {{ officer.name }}",
    ),
    (
        "Please message us",
        "dm",
        "en",
        "We would like to help. Please send us a private message with the place and the time.",
    ),
    (
        "About this post",
        "post",
        "en",
        "You can find the details in our post: {{ post.link }}",
    ),
)


def is_seeded(session: Session) -> bool:
    """Tell whether anybody works here already."""
    return session.scalar(select(User.id).limit(1)) is not None


def email_of(short: str) -> str:
    """Return the address somebody signs in with."""
    return f"{short}@{DOMAIN}"


def add(session: Session, password: str) -> None:
    """Add people, teams, tags and canned responses. Raises WeakPassword."""
    # It is one password for all, shown on the screen; hashing is slow by design.
    password_hash = people.hashed(password)
    staff = {
        short: people.admit(
            session, email=email_of(short), name=name, password_hash=password_hash, role=role
        )
        for short, name, role in STAFF
    }
    for team, members in TEAMS.items():
        people.team_of(session, team, [staff[short] for short in members])
    for tag in TAGS:
        tagging.named(session, tag)
    session.add_all(
        CannedResponse(title=title, shortcut=shortcut, language=language, text=text)
        for title, shortcut, language, text in RESPONSES
    )
